using System.Xml.Linq;

namespace Holdfast.Presentation.Kits.Markup;

/// <summary>
/// The few shapes that a kit is made of. Content is text or elements; texts of a plan go in as texts, so nothing in them can become markup.
/// </summary>
public static class Html
{
    public const string CommandClass = "command";

    public static XElement Element(string name, params object?[] content) => new(name, content);

    public static XElement Of(string name, string kind, params object?[] content) => new(name, new XAttribute("class", kind), content);

    public static XElement P(params object?[] content) => new("p", content);

    public static XElement Strong(string text) => new("strong", text);

    /// <summary>A telephone number, in one piece.</summary>
    public static XElement? Number(string? number) => number is null ? null : Of("span", "phone", number);

    public static XElement Code(string text) => new("code", text);

    /// <summary>"section 4": the number is filled in when all sections are known.</summary>
    public static XElement Ref(string section) => new("a", new XAttribute("href", "#" + section));

    public static XElement Numbered(params object?[] items) => List("ol", items);

    public static XElement Bullets(params object?[] items) => List("ul", items);

    /// <summary>Lines to type as they stand, in bash; one that is wider than the page goes on further in.</summary>
    public static XElement Command(params IEnumerable<string> lines) => Of("pre", CommandClass, lines.Select(Code));

    /// <param name="heads">One for each column. Repeated at the top of every page that the table reaches.</param>
    public static XElement Table(string kind, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<object?>> rows) => Of(
        "table",
        kind,
        Element("thead", Element("tr", heads.Select(h => new XElement("th", new XAttribute("scope", "col"), h)))),
        Element("tbody", rows.Select(row => Element("tr", row.Select(cell => Element("td", cell))))));

    /// <summary>What a thing is, line by line; a line without content is left out.</summary>
    public static XElement Facts(params (string Name, object? Content)[] facts) => Of(
        "table",
        "facts",
        Element("tbody", facts
            .Where(f => f.Content is not null and not "")
            .Select(f => Element("tr", new XElement("th", new XAttribute("scope", "row"), f.Name), Element("td", f.Content)))));

    /// <summary>A line to write on.</summary>
    public static XElement Blank(string label) => Of("p", "blank", label);

    /// <summary>Empty rows of a table, to be filled by hand.</summary>
    public static IEnumerable<IReadOnlyList<object?>> EmptyRows(int rows, int columns) =>
        Enumerable.Range(0, rows).Select(_ => (IReadOnlyList<object?>)new object?[columns]);

    /// <summary>A box to tick.</summary>
    public static XElement Tick() => new("span", new XAttribute("class", "tick"), new XAttribute("role", "img"), new XAttribute("aria-label", "box to tick"));

    private static XElement List(string name, object?[] items) => Element(name, items.Where(i => i is not null).Select(i => Element("li", i)));
}
