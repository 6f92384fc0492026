using System.Text;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>The plan itself, so that it survives on paper: every line with its number, folded where it is wider than the page.</summary>
public static class PlanTextSection
{
    public static Section Of(Kit kit) => new(
        "plan",
        "The plan, word for word",
        Html.P($"{kit.Source.FileName}, SHA-256 of this text alone ", Html.Code(kit.Source.Hash), ". A line that is wider than the page goes on under itself, further in; the number stands only where a line begins. It can be typed again and then used with ", Html.Code("--plan"), "."),
        Html.Of("div", "plan", Lines(kit).Select((line, i) => Html.Of("div", "line", Html.Of("span", "number", $"{i + 1}"), Text(line)))));

    // Always a code element: an empty one keeps the height of its line.
    private static XElement Text(string line) => Html.Code(line.Length == 0 ? " " : line);

    private static string[] Lines(Kit kit) =>
        Encoding.UTF8.GetString(kit.Source.Text.Span).TrimStart('\uFEFF').ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
}
