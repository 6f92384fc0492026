namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>
/// Where everything stands from left to right. Each column has, from its left: uprights of arrows that end in it, the boxes, and
/// uprights of lines that leave hosts; so no upright ever meets a box.
/// </summary>
public sealed class Across
{
    /// <summary>Between two exits of a box.</summary>
    private const double ExitStep = 8;

    private readonly Tracks<Net>[] _trunks;
    private readonly double[] _left;
    private readonly double[] _right;
    private readonly Dictionary<(Net, object), double> _exits = [];

    public Across(Grid grid, IReadOnlyCollection<Net> nets, bool compact)
    {
        CardWidth = Measures.CardWidth(compact);
        var trunks = nets.Where(n => n.HasTrunk).ToLookup(n => n.End.Column);
        _trunks = [.. Enumerable.Range(0, grid.Columns).Select(c => Tracks<Net>.For(trunks[c].Select(n => (n, (double)n.FirstChannel, (double)n.LastChannel)), 1))];
        var exits = nets.SelectMany(n => n.Beginnings.Select(b => (Net: n, b.Source))).ToLookup(e => e.Source, e => e.Net);
        var laneExits = grid.Lanes.ToLookup(l => l.LastColumn, l => exits[l].Count());
        (_left, _right) = (new double[grid.Columns], new double[grid.Columns]);
        var at = Measures.Margin;
        foreach (var (_, first, columns) in grid.Sites)
        {
            at += Measures.SiteSide;
            for (var column = first; column < first + columns; column++)
            {
                _left[column] = at;
                at += CardWidth + (2 * Measures.ColumnSide) + ((_trunks[column].Count + laneExits[column].DefaultIfEmpty().Max()) * Measures.TrackStep);
                _right[column] = at;
            }

            at += Measures.SiteSide + Measures.SiteGap;
        }

        End = at - Measures.SiteGap + Measures.Margin;
        foreach (var source in exits)
        {
            Spread(source.Key, [.. source], grid);
        }
    }

    public double CardWidth { get; }

    /// <summary>The right edge of the picture.</summary>
    public double End { get; }

    public double Left(int column) => _left[column];

    public double Right(int column) => _right[column];

    public double CardX(int column) => _left[column] + Measures.ColumnSide + (_trunks[column].Count * Measures.TrackStep);

    public double CardCenter(int column) => CardX(column) + (CardWidth / 2);

    public double TrunkX(Net net) => _left[net.End.Column] + Measures.ColumnSide - 2 + (_trunks[net.End.Column].Of(net) * Measures.TrackStep);

    public double ExitX(Net net, Beginning from) => _exits[(net, from.Source)];

    /// <summary>At the middle of the box; but straight down where there is one beginning and the box is right under it.</summary>
    public double EndX(Net net) =>
        net.Beginnings is [{ Source: Card } only] && only.Column == net.End.Column && only.Row == net.LastChannel ? ExitX(net, only) : CardCenter(net.End.Column);

    /// <summary>Where upright lines of the net meet its level line in a channel; empty where it has none there.</summary>
    public IReadOnlyList<double> PointsIn(Net net, int channel)
    {
        var points = net.Beginnings.Where(b => b.Row == channel).Select(b => ExitX(net, b)).ToList();
        if (channel == net.LastChannel)
        {
            points.Add(EndX(net));
        }

        if (points.Count > 0 && net.HasTrunk)
        {
            points.Add(TrunkX(net));
        }

        return points;
    }

    private void Spread(object source, Net[] nets, Grid grid)
    {
        if (source is LanePlace lane)
        {
            foreach (var (number, net) in nets.Index())
            {
                _exits[(net, source)] = Right(lane.LastColumn) - Measures.ColumnSide + 2 - (number * Measures.TrackStep);
            }

            return;
        }

        // Those that lead to the left leave on the left, and none in the middle, where lines arrive that end at a box underneath.
        var middle = CardCenter(grid.Cells[(Card)source].Column);
        var sorted = nets.OrderBy(Aim).ToArray();
        var left = sorted.Count(n => Aim(n) < middle);
        var step = Math.Min(ExitStep, ((CardWidth / 2) - 8) / Math.Max(1, Math.Max(left, sorted.Length - left)));
        foreach (var (number, net) in sorted.Index())
        {
            _exits[(net, source)] = middle + ((number < left ? number - left : number - left + 1) * step);
        }
    }

    private double Aim(Net net) => net.HasTrunk ? TrunkX(net) : CardCenter(net.End.Column);
}
