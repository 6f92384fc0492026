using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>A row: its name at the left, its stretches of time, its target, and at the right how long it takes.</summary>
public sealed class RowDrawing(TimeScale scale, double left, double right, TimeSpan declared)
{
    public const double Height = 36;

    private const double BarHeight = 18;

    /// <summary>So that what takes no time can be seen.</summary>
    private const double Least = 2;

    private static readonly Lettering Name = new(12.5, Bold: true);
    private static readonly Lettering Small = new(10.5, Color: Ink.Grey);

    public IEnumerable<XElement> Draw(TimelineRow row, double top)
    {
        var bar = new Box(scale.Left, top + ((Height - BarHeight) / 2), scale.Width, BarHeight);
        yield return Svg.Group(row.Kind, row.Name, row.Title,
        [
            .. At(left, scale.Left - left - 10, row.Name, row.Under, top),
            .. row.Never is null ? Time(row, bar) : Never(row.Never, bar),
            .. Target(row, bar),
            .. At(scale.Right + 12, right - scale.Right - 12, row.Told, row.Verdict, top, row.InTime ? Ink.Grey : Ink.Red),
        ]);
    }

    private static IEnumerable<XElement> At(double x, double width, string name, string under, double top, string color = Ink.Grey)
    {
        var single = under.Length == 0;
        yield return Svg.Text(TextFit.Cut(name, Name, width), x, top + (single ? 22 : 16), Name);
        if (!single)
        {
            var type = Small with { Color = color, Bold = color == Ink.Red };
            yield return Svg.Text(TextFit.Cut(under, type, width), x, top + 30, type);
        }
    }

    private IEnumerable<XElement> Time(TimelineRow row, Box bar)
    {
        if (row is { Kind: "system", Spans: [var first, ..] } && first.From > declared)
        {
            yield return Svg.Line(scale.At(declared), bar.CenterY, scale.At(first.From), bar.CenterY, Ink.Line(Ink.Grey, 1, "1 4"));
        }

        foreach (var span in row.Spans)
        {
            var from = scale.At(span.From);
            var width = span.Kind == SpanKind.Unknown ? 18 : Math.Max(Least, scale.At(span.To) - from);
            var box = new Box(Math.Min(from, scale.Right - width), bar.Y, width, bar.Height);
            yield return Svg.Group("step", span.Label, span.Title, Bars.Draw(span, box));
            if (!scale.Shows(span.To))
            {
                yield return Pointer(bar);
            }
        }

        var done = row.Kind == "system" ? row.Spans[^1].To : row.Spans.LastOrDefault(s => s.Kind is SpanKind.Down or SpanKind.ByHand)?.To;
        foreach (var mark in done is { } end ? Whisker(row, end, row.Kind == "system" ? bar.CenterY : bar.Bottom + 4) : [])
        {
            yield return mark;
        }
    }

    /// <summary>From the end of the typical run by when half of the runs are done to when nine in ten are.</summary>
    private IEnumerable<XElement> Whisker(TimelineRow row, TimeSpan end, double y)
    {
        if (row.Upper is { } upper && upper > end)
        {
            yield return Svg.Line(scale.At(end), y, scale.At(upper), y, Ink.Line(Ink.Black, 1.6));
            yield return Svg.Line(scale.At(upper), y - 5, scale.At(upper), y + 5, Ink.Line(Ink.Black, 1.6));
        }

        if (row.Typical is { } typical && scale.At(typical) > scale.At(end) + 4)
        {
            yield return Diamond(scale.At(typical), y);
        }
    }

    internal static XElement Diamond(double x, double y) =>
        Svg.Path(new(Ink.White, Ink.Black, 1.6), "M", x, y - 5, "L", x + 5, y, "L", x, y + 5, "L", x - 5, y, "Z");

    private static IEnumerable<XElement> Never(string why, Box bar)
    {
        var type = Small with { Color = Ink.White, Bold = true };
        yield return Svg.Rectangle(bar, new(Ink.Black));
        yield return Svg.Text(TextFit.Cut($"never comes back: {why}", type, bar.Width - 16), bar.X + 8, bar.CenterY + 4, type);
    }

    private IEnumerable<XElement> Target(TimelineRow row, Box bar)
    {
        if (row is not { Target: { } target, Never: null })
        {
            yield break;
        }

        if (!scale.Shows(target))
        {
            yield return Pointer(bar);
            yield break;
        }

        var x = scale.At(target);
        yield return Svg.Line(x, bar.Y - 7, x, bar.Bottom + 7, Ink.Line(Ink.Black, 2.4));
        yield return Svg.Path(new(Ink.Black), "M", x, bar.Y - 7, "L", x - 9, bar.Y - 3, "L", x, bar.Y + 1, "Z");
    }

    /// <summary>Further to the right than the picture goes.</summary>
    private XElement Pointer(Box bar) => Svg.Path(new(Ink.Black), "M", scale.Right - 7, bar.CenterY - 6, "L", scale.Right, bar.CenterY, "L", scale.Right - 7, bar.CenterY + 6, "Z");
}
