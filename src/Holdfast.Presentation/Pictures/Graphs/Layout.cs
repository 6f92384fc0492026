namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>Where every box, frame and line of the picture is, in pixels.</summary>
public sealed class Layout
{
    private readonly Grid _grid;
    private readonly Across _across;
    private readonly Down _down;
    private readonly IReadOnlyList<Net> _nets;

    /// <param name="topFor">Where what is drawn begins, under a heading that takes up the more lines the narrower the picture is.</param>
    public Layout(Scene scene, Func<double, double> topFor)
    {
        _grid = GridPacking.Of(scene);
        _nets = [.. Net.Of(scene, _grid)];
        _across = new(_grid, _nets, scene.Compact);
        _down = new(_grid, _nets, _across, scene.Compact, topFor(_across.End));
    }

    /// <summary>The right edge.</summary>
    public double Width => _across.End;

    /// <summary>The lower edge.</summary>
    public double Bottom => Sites.Max(s => s.Box.Bottom);

    public IEnumerable<(Card Card, Box Box)> Cards =>
        _grid.Cells.Select(c => (c.Key, new Box(
        _across.CardX(c.Value.Column), _down.Top(c.Value.Row), _across.CardWidth, _down.Bottom(c.Value.Row) - _down.Top(c.Value.Row))));

    public IEnumerable<(Lane Lane, Box Box)> Lanes => _grid.Lanes.Select(l => (l.Lane, BoxOf(l)));

    public IEnumerable<(SiteFrame Site, Box Box)> Sites => _grid.Sites.Select(s => (s.Site, Between(
        _across.Left(s.Column) - Measures.SiteSide,
        _down.Top(_grid.ProcessRows) - Measures.LaneHead - Measures.SiteHead,
        _across.Right(s.Column + s.Columns - 1) + Measures.SiteSide,
        _down.Bottom(_grid.Rows - 1) + Measures.SiteFoot)));

    public IEnumerable<Wire> Wires => _nets.Select(WireOf);

    private Box BoxOf(LanePlace place) => Between(
        _across.Left(place.Column) + Measures.FrameSide,
        _down.Top(place.FirstRow) - Measures.LaneHead,
        _across.Right(place.LastColumn) - Measures.FrameSide,
        _down.Bottom(place.LastRow) + Measures.LaneFoot);

    private static Box Between(double left, double top, double right, double bottom) => new(left, top, right - left, bottom - top);

    /// <summary>
    /// Down from each beginning, along the channel under it, down the trunk where it has one, along the channel over its end, and down to it.
    /// </summary>
    private Wire WireOf(Net net)
    {
        var lines = new List<(double X1, double Y1, double X2, double Y2)>();
        var joints = new List<(double X, double Y)>();
        foreach (var channel in net.Beginnings.Select(b => b.Row).Append(net.LastChannel).Distinct())
        {
            var points = _across.PointsIn(net, channel);
            var (from, to, y) = (points.Min(), points.Max(), _down.LevelY(net, channel));
            lines.Add((from, y, to, y));
            lines.AddRange(net.Beginnings.Where(b => b.Row == channel).Select(b => (_across.ExitX(net, b), BottomOf(b), _across.ExitX(net, b), y)));

            // At an end of the level line there is a corner; a trunk that goes on upwards and downwards makes a joint even there.
            joints.AddRange(points.Where(x => x > from && x < to).Distinct().Select(x => (x, y)));
            if (net.HasTrunk && channel > net.FirstChannel && channel < net.LastChannel)
            {
                joints.Add((_across.TrunkX(net), y));
            }
        }

        if (net.HasTrunk)
        {
            lines.Add((_across.TrunkX(net), _down.LevelY(net, net.FirstChannel), _across.TrunkX(net), _down.LevelY(net, net.LastChannel)));
        }

        var tip = (X: _across.EndX(net), Y: _down.Top(net.End.Row));
        lines.Add((tip.X, _down.LevelY(net, net.LastChannel), tip.X, tip.Y));
        return new(net, [.. lines.Where(l => l.X1 != l.X2 || l.Y1 != l.Y2)], joints, tip);
    }

    private double BottomOf(Beginning from) => from.Source is LanePlace place ? BoxOf(place).Bottom : _down.Bottom(from.Row);
}
