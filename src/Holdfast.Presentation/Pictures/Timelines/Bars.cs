using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures.Timelines;

/// <summary>How stretches of time look: shades, hatches and edges that stay apart when printed in black.</summary>
public static class Bars
{
    private const double Hatch = 7;

    private static readonly Lettering Small = new(10);

    public static IEnumerable<XElement> Draw(Span span, Box box)
    {
        yield return Svg.Rectangle(box, InkOf(span.Kind));
        foreach (var line in Hatching(span.Kind, box))
        {
            yield return line;
        }

        if (span.Critical)
        {
            yield return Svg.Rectangle(box, Ink.Line(Ink.Red, 3));
        }

        if (span.Label.Length > 0 && TextFit.Width(span.Label, Small) + 8 <= box.Width)
        {
            var type = Small with { Color = span.Kind is SpanKind.Restore or SpanKind.Down ? Ink.White : Ink.Black };
            var room = TextFit.Width(span.Label, Small) + 6;
            if (IsHatched(span.Kind))
            {
                yield return Svg.Rectangle(new(box.CenterX - (room / 2), box.Y + 2, room, box.Height - 4), new(Ink.White));
            }

            yield return Svg.Text(span.Label, box.CenterX, box.CenterY + 3.5, type, "middle");
        }
    }

    private static bool IsHatched(SpanKind kind) => kind is SpanKind.People or SpanKind.Check or SpanKind.ByHand or SpanKind.Backlog;

    private static Ink InkOf(SpanKind kind) => kind switch
    {
        SpanKind.Restore => new("#3d3d3d", Ink.Black),
        SpanKind.Down => new("#3d3d3d", Ink.Black),
        SpanKind.Start => new("#b9b9b9", Ink.Black),
        SpanKind.CatchingUp => new("#d9d9d9", Ink.Black),
        SpanKind.Wait => new(Ink.White, Ink.Black, 1, "2 3"),
        SpanKind.People or SpanKind.ByHand => new(Ink.White, Ink.Black, 1.4, "6 3"),
        _ => new(Ink.White, Ink.Black),
    };

    private static IEnumerable<XElement> Hatching(SpanKind kind, Box box)
    {
        var ink = Ink.Line("#6b6b6b", 1);
        if (kind is SpanKind.Check or SpanKind.Backlog)
        {
            for (var x = box.X + (Hatch / 2); x < box.Right; x += Hatch)
            {
                yield return Svg.Line(x, box.Y, x, box.Bottom, ink);
            }
        }
        else if (kind is SpanKind.People or SpanKind.ByHand)
        {
            for (var x = box.X - box.Height; x < box.Right; x += Hatch)
            {
                var (from, to) = (Math.Max(x, box.X), Math.Min(x + box.Height, box.Right));
                if (to > from)
                {
                    yield return Svg.Line(from, box.Bottom - (from - x), to, box.Bottom - (to - x), ink);
                }
            }
        }
    }
}
