using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures;

/// <summary>A whole picture: one file that needs no other, no script and no font of its own.</summary>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Description">What it says, for those who can't see it.</param>
public sealed record SvgPicture(double Width, double Height, string Title, string Description, IEnumerable<XElement> Content)
{
    private const string Fonts = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

    private static readonly XmlWriterSettings Written = new() { Indent = true, IndentChars = " ", Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true, NewLineChars = "\n" };

    public XElement Root()
    {
        var (width, height) = (Math.Ceiling(Width), Math.Ceiling(Height));
        return new(
            Svg.Name + "svg",
            new XAttribute("width", width), new XAttribute("height", height), new XAttribute("viewBox", FormattableString.Invariant($"0 0 {width} {height}")),
            new XAttribute("font-family", Fonts),
            new XAttribute("role", "img"), new XAttribute("aria-labelledby", "title description"),
            new XElement(Svg.Name + "title", new XAttribute("id", "title"), Svg.Clean(Title)),
            new XElement(Svg.Name + "desc", new XAttribute("id", "description"), Svg.Clean(Description)),
            Svg.Rectangle(new(0, 0, width, height), new(Ink.White)),
            Content);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Written))
        {
            Root().Save(writer);
        }

        return text.Append('\n').ToString();
    }
}
