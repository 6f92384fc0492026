namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Where everything stands from top to bottom: rows of boxes, and under each a channel as high as its level lines need.</summary>
public sealed class Down
{
    /// <summary>Between the end of one level line and the beginning of the next one on its track.</summary>
    private const double Apart = 8;

    private readonly double[] _top;
    private readonly double[] _channelTop;
    private readonly Tracks<Net>[] _levels;
    private readonly double[] _bottom;

    /// <param name="top">Where the first row, or what stands over it, begins.</param>
    public Down(Grid grid, IReadOnlyCollection<Net> nets, Across across, bool compact, double top)
    {
        (_top, _bottom, _channelTop) = (new double[grid.Rows], new double[grid.Rows], new double[grid.Rows]);
        _levels = [.. Enumerable.Range(0, grid.Rows).Select(channel => LevelsOf(nets, across, channel))];
        var (heads, feet) = (grid.Lanes.Select(l => l.FirstRow).ToHashSet(), grid.Lanes.Select(l => l.LastRow).ToHashSet());
        var at = top;
        for (var row = 0; row < grid.Rows; row++)
        {
            at += row == grid.ProcessRows ? Measures.SiteHead + Measures.LaneHead : heads.Contains(row) ? Measures.LaneHead : 0;
            _top[row] = at;
            _bottom[row] = at + Measures.CardHeight(grid.KindOf(row), compact);
            _channelTop[row] = _bottom[row] + (feet.Contains(row) ? Measures.LaneFoot : 0);
            at = _channelTop[row] + ((_levels[row].Count + 1) * Measures.TrackStep) + Measures.TipRoom;
        }
    }

    public double Top(int row) => _top[row];

    public double Bottom(int row) => _bottom[row];

    /// <summary>Of the net's level line in a channel, or where one would be.</summary>
    public double LevelY(Net net, int channel) => _channelTop[channel] + ((_levels[channel].Of(net) + 1) * Measures.TrackStep);

    private static Tracks<Net> LevelsOf(IEnumerable<Net> nets, Across across, int channel) => Tracks<Net>.For(
        from net in nets
        where net.FirstChannel <= channel && channel <= net.LastChannel
        let points = across.PointsIn(net, channel)
        where points.Count > 0 && points.Max() > points.Min()
        select (net, points.Min(), points.Max()), Apart);
}
