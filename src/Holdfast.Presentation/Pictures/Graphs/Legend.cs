using System.Xml.Linq;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Says what the signs of the picture mean, in as many lines as its width needs.</summary>
public sealed class Legend
{
    private const double SignWidth = 34;
    private const double Gap = 22;
    private const double LineHeight = 22;

    private readonly List<(string Text, double X, double Y, Func<Box, Ink, Ink, IEnumerable<XElement>> Sign)> _items = [];

    /// <param name="top">Where it begins.</param>
    public Legend(Scene scene, double width, double top)
    {
        var (x, y) = (Measures.Margin, top);
        foreach (var (text, sign) in Items(scene))
        {
            var cut = TextFit.Cut(text, Measures.Small, width - (2 * Measures.Margin) - SignWidth - 6);
            var needed = SignWidth + 6 + TextFit.Width(cut, Measures.Small);
            if (x > Measures.Margin && x + needed > width - Measures.Margin)
            {
                (x, y) = (Measures.Margin, y + LineHeight);
            }

            _items.Add((cut, x, y, sign));
            x += needed + Gap;
        }

        Bottom = y + LineHeight;
    }

    public double Bottom { get; }

    public IEnumerable<XElement> Draw(Ink need, Ink copy) => _items.SelectMany(item => (XElement[])
    [
        .. item.Sign(new(item.X, item.Y, SignWidth, LineHeight - 6), need, copy),
        Svg.Text(item.Text, item.X + SignWidth + 6, item.Y + 12, Measures.Small),
    ]);

    private static IEnumerable<(string, Func<Box, Ink, Ink, IEnumerable<XElement>>)> Items(Scene scene)
    {
        foreach (var tier in scene.Tiers)
        {
            yield return ($"{tier.Name}: {tier.Text}", (box, _, _) => System(box, tier.Number));
        }

        if (scene.Sites.Any(s => s.Lanes.Any(l => l.Systems.Any(c => c.Tier is null))))
        {
            yield return ("system with objectives of its own", (box, _, _) => System(box, null));
        }

        yield return ("process of the business", (box, _, _) => [CardDrawing.Shape(Empty(CardKind.Process), box, CardDrawing.InkOf(Mark.None))]);
        yield return ("repository of copies", (box, _, _) => [CardDrawing.Shape(Empty(CardKind.Repository), box, CardDrawing.InkOf(Mark.None))]);
        if (!scene.Needs.IsEmpty)
        {
            yield return ("needs (what follows from other arrows is not drawn); the lower of the two comes back first", (box, need, _) => Arrow(box, need));
        }

        yield return ("copies of a host's systems go to", (box, _, copy) => Arrow(box, copy));
        if (scene.ShowsLoss)
        {
            yield return ("lost, and brought back", (box, _, _) => Marked(box, Mark.Lost));
            yield return ("lost for good", (box, _, _) => Marked(box, Mark.LostForGood));
            yield return ("stands still until what it needs is back", (box, _, _) => Marked(box, Mark.StandsStill));
        }
    }

    private static IEnumerable<XElement> System(Box box, int? tier) => [CardDrawing.Shape(Empty(CardKind.System), box, CardDrawing.InkOf(Mark.None)), .. CardDrawing.Stripe(tier, box)];

    private static IEnumerable<XElement> Marked(Box box, Mark mark) =>
        [CardDrawing.Shape(Empty(CardKind.System), box, CardDrawing.InkOf(mark)), .. CardDrawing.Cross(mark, box), .. mark == Mark.LostForGood ? [Svg.Rectangle(new(box.X + 4, box.CenterY - 3, box.Width - 8, 7), new(Ink.Black))] : Array.Empty<XElement>()];

    private static IEnumerable<XElement> Arrow(Box box, Ink ink) =>
        [Svg.Line(box.X, box.Y + 3, box.CenterX, box.Y + 3, ink), Svg.Line(box.CenterX, box.Y + 3, box.CenterX, box.Bottom, ink), GraphDrawing.Arrow(box.CenterX, box.Bottom, ink)];

    private static Card Empty(CardKind kind) => new() { Kind = kind, Name = "", Title = "" };
}
