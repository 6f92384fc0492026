using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>Says what the signs mean that are in the picture, in as many lines as it needs.</summary>
public static class TimelineLegend
{
    private const double Sign = 38;
    private const double Line = 24;

    private static readonly Lettering Small = new(10.5);

    private static readonly (SpanKind Kind, string Text)[] Spans =
    [
        (SpanKind.Restore, "data are restored"), (SpanKind.Start, "programs are started"), (SpanKind.Check, "it is checked"), (SpanKind.People, "somebody does or decides something"),
        (SpanKind.Wait, "time is let pass"), (SpanKind.Unknown, "nobody knows how long"), (SpanKind.Down, "stands still"), (SpanKind.ByHand, "the minimum is done by hand"),
        (SpanKind.CatchingUp, "operates; people verify and re-key"), (SpanKind.Backlog, "the backlog is worked off"),
    ];

    public static (IReadOnlyList<XElement> Drawn, double Bottom) Draw(TimelineScene scene, TimeScale scale, double left, double right, double top)
    {
        var rows = scene.Systems.Concat(scene.Processes).ToArray();
        var kinds = rows.SelectMany(r => r.Spans).Select(s => s.Kind).ToHashSet();
        var items = Spans.Where(s => kinds.Contains(s.Kind)).Select(s => (s.Text, Draw: (Func<Box, IEnumerable<XElement>>)(box => Bars.Draw(new(s.Kind, default, default, s.Kind == SpanKind.Unknown ? "?" : "", ""), box)))).ToList();
        if (rows.SelectMany(r => r.Spans).Any(s => s.Critical))
        {
            items.Add(("nothing is faster unless this is", box => [Svg.Rectangle(box, Ink.Line(Ink.Red, 3))]));
        }

        if (rows.Any(r => r.Upper is not null))
        {
            items.Add(("half of the times, and nine times in ten, by then", box =>
            [
                Svg.Line(box.X, box.CenterY, box.Right, box.CenterY, Ink.Line(Ink.Black, 1.6)),
                Svg.Line(box.Right, box.Y + 3, box.Right, box.Bottom - 3, Ink.Line(Ink.Black, 1.6)),
                RowDrawing.Diamond(box.CenterX - 4, box.CenterY),
            ]));
        }

        var targets = rows.Where(r => r.Never is null).Select(r => r.Target).OfType<TimeSpan>().ToArray();
        if (targets.Any(scale.Shows))
        {
            items.Add((scene.Processes.IsEmpty ? "target (RTO)" : "target (RTO); of what the business does, the most it can bear (MTPD)", box =>
            [
                Svg.Line(box.CenterX, box.Y - 2, box.CenterX, box.Bottom + 2, Ink.Line(Ink.Black, 2.4)),
                Svg.Path(new(Ink.Black), "M", box.CenterX, box.Y - 2, "L", box.CenterX - 9, box.Y + 2, "L", box.CenterX, box.Y + 6, "Z"),
            ]));
        }

        if (targets.Concat(rows.SelectMany(r => r.Spans.Select(s => s.To))).Any(t => !scale.Shows(t)))
        {
            items.Add(("goes on, or has its target, later than the picture shows", box =>
                [Svg.Path(new(Ink.Black), "M", box.CenterX - 3, box.CenterY - 6, "L", box.CenterX + 4, box.CenterY, "L", box.CenterX - 3, box.CenterY + 6, "Z")]));
        }

        var drawn = new List<XElement>();
        var (x, y) = (left, top);
        foreach (var (text, draw) in items)
        {
            var needed = Sign + 8 + TextFit.Width(text, Small);
            if (x > left && x + needed > right)
            {
                (x, y) = (left, y + Line);
            }

            drawn.AddRange(draw(new(x, y, Sign, 16)));
            drawn.Add(Svg.Text(text, x + Sign + 8, y + 12, Small));
            x += needed + 22;
        }

        return (drawn, y + Line);
    }
}
