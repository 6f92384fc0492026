using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures;

/// <summary>
/// The few elements of SVG that pictures are made of. Everything is said in attributes, without style sheets, so that word processors
/// and printers show what a browser shows; the escaping is that of <see cref="XElement"/>.
/// </summary>
public static class Svg
{
    public static readonly XNamespace Name = "http://www.w3.org/2000/svg";

    public static XElement Rectangle(Box box, Ink ink, double rounded = 0) => new(
        Name + "rect", At("x", box.X), At("y", box.Y), At("width", box.Width), At("height", box.Height), rounded > 0 ? At("rx", rounded) : null, Look(ink));

    public static XElement Line(double x1, double y1, double x2, double y2, Ink ink) =>
        new(Name + "line", At("x1", x1), At("y1", y1), At("x2", x2), At("y2", y2), Look(ink));

    public static XElement Circle(double x, double y, double radius, Ink ink) =>
        new(Name + "circle", At("cx", x), At("cy", y), At("r", radius), Look(ink));

    /// <param name="path">Its commands and numbers, in their order.</param>
    public static XElement Path(Ink ink, params IEnumerable<object> path) =>
        new(Name + "path", new XAttribute("d", string.Join(' ', path.Select(p => p is double number ? Number(number) : p.ToString()))), Look(ink));

    /// <param name="y">Of the line that letters stand on.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>: what of the text is at x.</param>
    public static XElement Text(string text, double x, double y, Lettering type, string anchor = "start") => new(
        Name + "text", At("x", x), At("y", y), At("font-size", type.Size),
        type.Bold ? new XAttribute("font-weight", "bold") : null,
        new XAttribute("fill", type.Color),
        anchor == "start" ? null : new XAttribute("text-anchor", anchor),
        Clean(text));

    /// <summary>What belongs together, with what a reader is told who points at it, or who can't see it.</summary>
    /// <param name="kind">What it is, for programs and tests that look into a picture; with the name: which one.</param>
    public static XElement Group(string kind, string name, string title, params IEnumerable<XObject?> content) => new(
        Name + "g", new XAttribute("data-kind", kind), new XAttribute("data-name", Clean(name)), new XElement(Name + "title", Clean(title)), content);

    public static XElement Group(params IEnumerable<XObject?> content) => new(Name + "g", content);

    /// <summary>Without what XML cannot hold.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // Halves of surrogate pairs come out as replacement characters.
        {
            clean.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "?" : rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>Tenths of a pixel are finer than anything sees.</summary>
    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static XAttribute At(string name, double value) => new(name, Number(value));

    private static IEnumerable<XAttribute> Look(Ink ink)
    {
        yield return new("fill", ink.Fill ?? "none");
        if (ink.Stroke is { } stroke)
        {
            yield return new("stroke", stroke);
            yield return At("stroke-width", ink.Width);
        }

        if (ink.Dashes is { } dashes)
        {
            yield return new("stroke-dasharray", dashes);
        }
    }
}
