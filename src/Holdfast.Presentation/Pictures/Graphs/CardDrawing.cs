using System.Globalization;
using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Draws boxes: a process with round ends, a system with the number of its tier at its side, a repository as a drum.</summary>
public static class CardDrawing
{
    private const double Padding = 7;
    private const double Lid = 5;

    public static XElement Draw(Card card, Box box) => Svg.Group(
        card.Kind.ToString().ToLowerInvariant(),
        card.Name,
        card.Title,
        [Shape(card, box, InkOf(card.Mark)), .. Cross(card.Mark, box), .. card.Kind == CardKind.System ? Stripe(card.Tier, box) : [], .. Texts(card, box)]);

    /// <summary>How a thing's edge says what happened to it: also without colours.</summary>
    public static Ink InkOf(Mark mark) => mark switch
    {
        Mark.Lost => new("#fdf0f1", Ink.Red, 2.2),
        Mark.LostForGood => new("#f9d9dd", Ink.Red, 3),
        Mark.StandsStill => new(Ink.White, Ink.Black, 1.6, "6 4"),
        _ => new(Ink.White, Ink.Black, 1.1),
    };

    /// <summary>The side of a system: the number of its tier, in the tier's colour.</summary>
    public static IEnumerable<XElement> Stripe(int? tier, Box box)
    {
        var side = new Box(box.X, box.Y, Measures.Stripe, box.Height).Inside(1.5);
        yield return Svg.Rectangle(side, tier is null ? new(Ink.White, Ink.Pale) : new(TierLook.ColorOf(tier)));
        yield return Svg.Text(tier?.ToString(CultureInfo.InvariantCulture) ?? "–", side.CenterX, side.CenterY + 4.5, Measures.CardName with { Color = tier is null ? Ink.Black : Ink.White }, "middle");
    }

    public static IEnumerable<XElement> Cross(Mark mark, Box box)
    {
        if (mark is Mark.Lost or Mark.LostForGood)
        {
            var (inside, ink) = (box.Inside(3), Ink.Line(mark == Mark.Lost ? "#efbcc3" : "#eba9b2", mark == Mark.Lost ? 1.5 : 3));
            yield return Svg.Line(inside.X, inside.Y, inside.Right, inside.Bottom, ink);
            yield return Svg.Line(inside.X, inside.Bottom, inside.Right, inside.Y, ink);
        }
    }

    public static XElement Shape(Card card, Box box, Ink ink) => card.Kind switch
    {
        CardKind.Process => Svg.Rectangle(box, ink, box.Height / 2),
        CardKind.Repository => Drum(box, ink),
        _ => Svg.Rectangle(box, ink, 2),
    };

    private static XElement Drum(Box box, Ink ink)
    {
        var (top, bottom) = (box.Y + Lid, box.Bottom - Lid);
        return Svg.Path(ink,
            "M", box.X, top, "A", box.Width / 2, Lid, 0.0, 0.0, 1.0, box.Right, top, "L", box.Right, bottom,
            "A", box.Width / 2, Lid, 0.0, 0.0, 1.0, box.X, bottom, "Z",
            "M", box.X, top, "A", box.Width / 2, Lid, 0.0, 0.0, 0.0, box.Right, top);
    }

    private static IEnumerable<XElement> Texts(Card card, Box box)
    {
        var isSystem = card.Kind == CardKind.System;
        var inside = card.Kind switch
        {
            CardKind.System => new Box(box.X + Measures.Stripe + 4, box.Y, box.Width - Measures.Stripe - 4 - Padding, box.Height),
            CardKind.Process => box with { X = box.X + (box.Height / 3), Width = box.Width - (box.Height / 1.5) },
            _ => box with { X = box.X + Padding, Width = box.Width - (2 * Padding), Y = box.Y + Lid, Height = box.Height - Lid },
        };
        var lines = card.Lines.Where(l => l.Length > 0).ToArray();
        var height = Measures.CardName.Leading + (lines.Length * Measures.Small.Leading);
        var y = inside.CenterY - (height / 2) + Measures.CardName.Size;
        var (x, anchor) = isSystem ? (inside.X, "start") : (inside.CenterX, "middle");
        yield return Svg.Text(TextFit.Cut(card.Name, Measures.CardName, inside.Width), x, y, Measures.CardName, anchor);
        y += 1;
        foreach (var (number, line) in lines.Index())
        {
            y += Measures.Small.Leading;
            var banner = card.Mark == Mark.LostForGood && number == lines.Length - 1;
            if (banner)
            {
                yield return Svg.Rectangle(new(inside.X - 2, y - Measures.Small.Size, inside.Width + 4, Measures.Small.Leading), new(Ink.Black));
            }

            var type = Measures.Small with { Bold = card.Mark != Mark.None && number == lines.Length - 1, Color = banner ? Ink.White : Ink.Black };
            yield return Svg.Text(TextFit.Cut(line, type, inside.Width), x, y, type, anchor);
        }
    }
}
