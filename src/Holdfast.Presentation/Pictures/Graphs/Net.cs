namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>
/// All arrows to one box, drawn as one: they meet on their way. A system that fifty others need has one arrow with fifty beginnings,
/// and not fifty lines. What is needed stands lower than what needs it, so no arrow goes up.
/// </summary>
/// <param name="IsCopy">Whether copies flow, or else something is needed.</param>
public sealed record Net(Card To, Cell End, bool IsCopy, IReadOnlyList<Beginning> Beginnings)
{
    /// <summary>The channel, named for the row above it, in which it comes to its end.</summary>
    public int LastChannel => End.Row - 1;

    public int FirstChannel { get; } = Beginnings.Min(b => b.Row);

    /// <summary>Whether it passes boxes, at the left of the column where it ends.</summary>
    public bool HasTrunk => FirstChannel < LastChannel;

    public bool Equals(Net? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => To.GetHashCode();

    public static IEnumerable<Net> Of(Scene scene, Grid grid)
    {
        var places = grid.Lanes.ToDictionary(l => l.Lane);
        return scene.Needs.GroupBy(n => n.To)
            .Select(g => new Net(g.Key, grid.Cells[g.Key], false, [.. g.Select(n => new Beginning(n.From, grid.Cells[n.From].Row, grid.Cells[n.From].Column))]))
            .Concat(scene.Copies.GroupBy(c => c.To)
                .Select(g => new Net(g.Key, grid.Cells[g.Key], true, [.. g.Select(c => places[c.From]).Select(p => new Beginning(p, p.LastRow, p.LastColumn))])));
    }
}

/// <param name="Source">The box, or the place of the host.</param>
public sealed record Beginning(object Source, int Row, int Column);

/// <summary>The lines of a net, in pixels.</summary>
/// <param name="Lines">Each upright or level.</param>
/// <param name="Joints">Where lines meet, so that a crossing is not taken for one.</param>
/// <param name="Tip">Of the arrow, which points down.</param>
public sealed record Wire(Net Net, IReadOnlyList<(double X1, double Y1, double X2, double Y2)> Lines, IReadOnlyList<(double X, double Y)> Joints, (double X, double Y) Tip);
