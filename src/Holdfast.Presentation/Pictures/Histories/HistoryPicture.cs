using System.Globalization;
using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures.Histories;

/// <summary>
/// Durations against their target, over time. The scale is logarithmic: what takes seconds and what may take hours are both to be seen. Black on white: the
/// target is a broken line, and every mark has a shape of its own.
/// </summary>
public static class HistoryPicture
{
    public const double Width = 460, Height = 168;

    private const double Left = 52, Right = 12, Top = 26, Bottom = 24;

    /// <summary>So that what is newest is not drawn over the edge.</summary>
    private const double Inset = 7;

    private static readonly Lettering Heading = new(12, Bold: true), Small = new(9.5);

    private static readonly TimeSpan[] Steps =
    [
        .. new[] { 0.1, 1, 10 }.Select(TimeSpan.FromSeconds), .. new[] { 1.0, 10 }.Select(TimeSpan.FromMinutes), .. new[] { 1.0, 6 }.Select(TimeSpan.FromHours),
        .. new[] { 1.0, 7, 30, 365, 3650 }.Select(TimeSpan.FromDays),
    ];

    public static XElement Of(DurationHistory history)
    {
        var marks = history.Marks.Where(m => m.At >= history.From && m.At <= history.To).ToArray();
        var scale = new Scale(history, marks);
        var content = new List<XElement> { Svg.Text(TextFit.Cut(history.Title, Heading, Width - 4), 2, 14, Heading) };
        content.AddRange(Axes(history, scale));
        content.AddRange(marks.Where(m => m.Kind == MarkKind.Span).GroupBy(m => Math.Round(scale.X(m.At))).Select(column => Draw(column.MaxBy(m => m.Took ?? TimeSpan.MaxValue)!, scale)));
        content.AddRange(marks.Where(m => m.Kind != MarkKind.Span).OrderBy(m => m.Kind).Select(m => Draw(m, scale)));
        return new(
            Svg.Name + "svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")), new XAttribute("class", "history"),
            new XAttribute("font-family", "\"DejaVu Sans\", \"Liberation Sans\", Arial, sans-serif"),
            new XAttribute("role", "img"), new XAttribute("aria-label", Svg.Clean($"{history.Title}. {history.Description}")),
            content);
    }

    private static IEnumerable<XElement> Axes(DurationHistory history, Scale scale)
    {
        foreach (var step in Steps.Where(scale.Shows))
        {
            yield return Svg.Line(Left, scale.Y(step), Width - Right, scale.Y(step), Ink.Line(Ink.Pale, 0.6));
            yield return Svg.Text(Spoken.Exactly(step), Left - 5, scale.Y(step) + 3, Small, "end");
        }

        yield return Svg.Rectangle(new(Left, Top, Width - Left - Right, Height - Top - Bottom), Ink.Line(Ink.Grey, 0.8));
        foreach (var (at, anchor) in new[] { (0.0, "start"), (0.5, "middle"), (1.0, "end") })
        {
            var time = history.From + ((history.To - history.From) * at);
            yield return Svg.Text(Said(time, history.To - history.From), scale.X(time), Height - 9, Small, anchor);
        }

        var y = scale.Y(history.Target);
        yield return Svg.Line(Left, y, Width - Right, y, Ink.Line(Ink.Black, 1.8, "7 4"));
        yield return Svg.Text($"target {Spoken.Exactly(history.Target)}", Width - Right - 4, y > Top + 14 ? y - 4 : y + 11, Small with { Bold = true }, "end");
    }

    private static XElement Draw(Mark mark, Scale scale)
    {
        var (x, foot) = (scale.X(mark.At), Height - Bottom);
        var y = mark.Took is { } took ? scale.Y(took) : Top + 6;
        return mark.Kind switch
        {
            MarkKind.Span => Svg.Line(x, foot, x, y, Ink.Line(Ink.Grey, 1.4)),
            MarkKind.Predicted => Svg.Path(new(Ink.White, Ink.Black, 1), "M", x, y - 4, "L", x + 4, y, "L", x, y + 4, "L", x - 4, y, "Z"),
            MarkKind.PredictedUpper => Svg.Line(x - 5, y, x + 5, y, Ink.Line(Ink.Black, 1.4)),
            _ when mark.Took is null => Svg.Path(Ink.Line(Ink.Black, 2), "M", x - 4, y - 4, "L", x + 4, y + 4, "M", x - 4, y + 4, "L", x + 4, y - 4),
            _ => Svg.Circle(x, y, 3, new(Ink.Black)),
        };
    }

    private static string Said(DateTimeOffset time, TimeSpan shown) =>
        time.UtcDateTime.ToString(shown < TimeSpan.FromDays(2) ? "MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Where times and durations are in the picture.</summary>
    private sealed class Scale(DurationHistory history, Mark[] marks)
    {
        private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.1);

        private readonly double _low = Math.Log(marks.Select(m => m.Took).OfType<TimeSpan>().Append(history.Target).Select(Shown).Min().TotalSeconds / 1.6);
        private readonly double _high = Math.Log(marks.Select(m => m.Took).OfType<TimeSpan>().Append(history.Target).Select(Shown).Max().TotalSeconds * 2.2);

        public double X(DateTimeOffset at) => Left + Inset + ((Width - Left - Right - (2 * Inset)) * (history.To > history.From ? (at - history.From) / (history.To - history.From) : 1));

        public double Y(TimeSpan took) => Height - Bottom - ((Height - Top - Bottom) * (Math.Log(Shown(took).TotalSeconds) - _low) / (_high - _low));

        public bool Shows(TimeSpan step) => Math.Log(step.TotalSeconds) is var at && at > _low && at < _high;

        private static TimeSpan Shown(TimeSpan took) => took > Least ? took : Least;
    }
}
