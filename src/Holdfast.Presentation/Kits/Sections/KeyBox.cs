using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>Room for a key to be written by hand; or the key itself, where the kit was asked to hold it.</summary>
public static class KeyBox
{
    private const string Handled = " Whoever has this page and the copies can read everything: it belongs in a safe.";

    /// <summary>Whether a kit that was written before holds a key.</summary>
    public static bool IsIn(string document) => document.Contains(Handled.Trim(), StringComparison.Ordinal);

    /// <param name="name">Of the secret among those of the kit.</param>
    /// <param name="title">What it is called; null: the recovery key of that repository.</param>
    public static XElement Of(Kit kit, string name, string? title = null)
    {
        var heading = Html.Strong(title ?? $"Recovery key of {name}.");
        return kit.Secrets.TryGetValue(name, out var secret)
            ? Html.Of(
                "div",
                "key",
                QrPicture.Of(secret.Text, $"the same as a QR code: {title ?? name}"),
                Html.P(heading, Handled),
                Html.Of("div", "typed", secret.Lines.Select(line => Html.P(Html.Code(line)))),
                Html.P(secret.IsChecked
                    ? "Capital or small letters, with or without hyphens: the last sign of each group checks it, and Holdfast says which group was typed wrong. Other programs, such as restic, want it as it stands here, on one line, with the hyphens."
                    : "Type it on one line, as it stands here, without a blank. It has no check signs: a slip shows only when a repository refuses it."))
            : Html.Of(
                "div",
                "key",
                Html.P(heading, " Write it here by hand after printing, letter by letter, or staple a sealed envelope over this box. Then this copy belongs in a safe."),
                Html.Of("div", "rule"),
                Html.Of("div", "rule"));
    }
}
