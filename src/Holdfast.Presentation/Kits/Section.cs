using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits;

/// <summary>A part of the kit with a number and a place in the contents.</summary>
/// <param name="Id">Stable, for links.</param>
public sealed record Section(string Id, string Title, params IReadOnlyList<object?> Content)
{
    /// <summary>Whether it begins a page.</summary>
    public bool OnItsOwnPage { get; init; } = true;

    public XElement Numbered(int number) => new(
        "section",
        new XAttribute("id", Id),
        OnItsOwnPage ? new XAttribute("class", "page") : null,
        Html.Element("h2", $"{number}. {Title}"),
        Content);
}
