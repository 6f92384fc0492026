using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>The name of what is drawn, and the lines under it.</summary>
public sealed class Heading(Scene scene)
{
    private const double Gap = 14;

    public double HeightFor(double width) => Measures.Margin + Measures.Heading.Leading + (LinesIn(width).Count * Measures.Note.Leading) + Gap;

    public IEnumerable<XElement> Draw(double width)
    {
        var y = Measures.Margin + Measures.Heading.Size;
        yield return Svg.Text(TextFit.Cut(scene.Heading, Measures.Heading, Room(width)), Measures.Margin, y, Measures.Heading);
        y += 4;
        foreach (var line in LinesIn(width))
        {
            y += Measures.Note.Leading;
            yield return Svg.Text(line, Measures.Margin, y, Measures.Note);
        }
    }

    private List<string> LinesIn(double width) => [.. scene.Notes.SelectMany(note => TextFit.Wrap(note, Measures.Note, Room(width)))];

    private static double Room(double width) => width - (2 * Measures.Margin);
}
