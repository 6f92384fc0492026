using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>The times over and under the rows, with lines through them, and when someone declares the disaster.</summary>
public sealed class Axis(TimeScale scale, TimeSpan? declared)
{
    public const double Height = 40;

    private static readonly Lettering Small = new(10.5, Color: Ink.Grey);
    private static readonly Lettering Said = new(10.5, Bold: true);

    /// <param name="top">Of the rows.</param>
    public IEnumerable<XElement> Draw(double top, double bottom)
    {
        foreach (var tick in scale.Ticks())
        {
            var x = scale.At(tick);
            yield return Svg.Line(x, top, x, bottom, Ink.Line("#e3e3e3"));
            var said = tick == TimeSpan.Zero ? "0" : Spoken.Exactly(tick);
            yield return Svg.Text(said, x, top - 6, Small, "middle");
            yield return Svg.Text(said, x, bottom + 14, Small, "middle");
        }

        yield return Svg.Line(scale.Left, top, scale.Left, bottom, Ink.Line(Ink.Black, 1.6));
        yield return Svg.Text(declared is null ? "declared" : "disaster", scale.Left, top - 22, Said, "middle");
        if (declared is { } at && scale.Shows(at))
        {
            var x = scale.At(at);
            yield return Svg.Line(x, top, x, bottom, Ink.Line(Ink.Black, 1.2, "7 4"));
            var first = scale.Left + (TextFit.Width("disaster", Said) / 2) + 8;
            yield return Svg.Text("declared", Math.Max(x, first), top - 22, Said, x < first + 30 ? "start" : "middle");
        }
    }
}
