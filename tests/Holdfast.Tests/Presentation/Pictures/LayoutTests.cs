using Holdfast.Presentation.Pictures;
using Holdfast.Presentation.Pictures.Graphs;
using Holdfast.Recovery.Plans;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation.Pictures;

/// <summary>What makes the picture of a plan readable, held against real plans and against made ones of many shapes.</summary>
public class LayoutTests
{
    private const double Top = 100;

    public static TheoryData<string> Plans =>
        ["harbor dental", "the reference", "1 1 1 0", "2 1 1 1", "7 12 1 9", "30 9 3 6", "30 40 5 8", "60 6 2 12", "200 25 4 14", "0 3 3 2", "9 2 9 0"];

    [Theory]
    [MemberData(nameof(Plans))]
    public void No_two_boxes_overlap_and_each_is_in_the_frames_that_it_belongs_to(string plan)
    {
        var (scene, layout) = Of(plan);
        var boxes = layout.Cards.ToArray();
        Assert.Empty(boxes.SelectMany((a, i) => boxes.Skip(i + 1).Where(b => a.Box.Overlaps(b.Box)).Select(b => $"{a.Card.Name} and {b.Card.Name}")));

        var (lanes, sites) = (layout.Lanes.ToDictionary(l => l.Lane, l => l.Box), layout.Sites.ToDictionary(s => s.Site.Name, s => s.Box));
        var at = boxes.ToDictionary(b => b.Card, b => b.Box);
        Assert.All(scene.Sites.SelectMany(s => s.Lanes.Select(l => (Site: s, Lane: l))), p => Assert.True(sites[p.Site.Name].Contains(lanes[p.Lane]), p.Lane.Name));
        Assert.All(scene.Sites.SelectMany(s => s.Lanes).SelectMany(l => l.Systems.Select(c => (Lane: l, Card: c))), p => Assert.True(lanes[p.Lane].Contains(at[p.Card]), p.Card.Name));
        Assert.All(scene.Sites.SelectMany(s => s.Repositories.Select(r => (Site: s, r.Card))), p => Assert.True(sites[p.Site.Name].Contains(at[p.Card]), p.Card.Name));
        Assert.Equal(scene.Processes.Length + scene.Sites.Sum(s => s.Repositories.Length + s.Lanes.Sum(l => l.Systems.Length)), boxes.Length);
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void No_two_frames_of_hosts_or_of_sites_overlap_and_nothing_leaves_the_picture(string plan)
    {
        var (_, layout) = Of(plan);
        foreach (var frames in new[] { layout.Lanes.Select(l => l.Box).ToArray(), [.. layout.Sites.Select(s => s.Box)] })
        {
            Assert.DoesNotContain(frames.SelectMany((a, i) => frames.Skip(i + 1).Select(b => a.Overlaps(b))), overlap => overlap);
        }

        var canvas = new Box(0, Top, layout.Width, layout.Bottom - Top);
        Assert.All(layout.Cards.Select(c => c.Box).Concat(layout.Lanes.Select(l => l.Box)).Concat(layout.Sites.Select(s => s.Box)), box => Assert.True(canvas.Contains(box), box.ToString()));
        Assert.All(layout.Wires.SelectMany(w => w.Lines), l => Assert.True(canvas.Contains(Around(l)), l.ToString()));
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void No_arrow_runs_through_a_box(string plan)
    {
        var (_, layout) = Of(plan);
        var boxes = layout.Cards.ToArray();
        Assert.Empty(
            from wire in layout.Wires
            from line in wire.Lines
            from box in boxes
            where Around(line).Overlaps(box.Box.Inside(0.5))
            select $"the arrow to {wire.Net.To.Name} runs through {box.Card.Name}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Arrows_to_different_boxes_cross_and_share_no_stretch(string plan)
    {
        var (_, layout) = Of(plan);
        var lines = layout.Wires.SelectMany(w => w.Lines.Select(l => (w.Net, Line: l))).ToArray();
        Assert.Empty(
            from a in lines
            from b in lines
            where a.Net != b.Net && IsUpright(a.Line) == IsUpright(b.Line) && Overlap(a.Line, b.Line) > 0.5
            select $"{a.Net.To.Name} and {b.Net.To.Name}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Every_arrow_begins_where_it_should_and_its_tip_touches_what_is_needed(string plan)
    {
        var (scene, layout) = Of(plan);
        var at = layout.Cards.ToDictionary(c => c.Card, c => c.Box);
        var lanes = layout.Lanes.ToDictionary(l => l.Lane, l => l.Box);
        var wires = layout.Wires.ToDictionary(w => w.Net.To);
        Assert.All(wires.Values, w => Assert.True(at[w.Net.To].Y == w.Tip.Y && w.Tip.X > at[w.Net.To].X && w.Tip.X < at[w.Net.To].Right));
        Assert.All(scene.Needs, need => Assert.Contains(wires[need.To].Lines, l => IsUpright(l) && l.Y1 == at[need.From].Bottom && l.X1 > at[need.From].X && l.X1 < at[need.From].Right));
        Assert.All(scene.Copies, copy => Assert.Contains(wires[copy.To].Lines, l => IsUpright(l) && l.Y1 == lanes[copy.From].Bottom && l.X1 > lanes[copy.From].X && l.X1 < lanes[copy.From].Right));
        Assert.All(scene.Needs, need => Assert.True(at[need.From].Bottom < at[need.To].Y, $"{need.From.Name} stands over {need.To.Name}"));
        Assert.All(wires.Values, w => Assert.True(HangsTogether(w.Lines), w.Net.To.Name));
    }

    [Fact]
    public void A_need_that_follows_from_another_has_no_arrow_of_its_own()
    {
        var scene = PlanScene.Of(ExamplePlans.Read(ExamplePlans.HarborDental), null);
        Assert.Equal([("booking", "records"), ("see patients", "booking"), ("send invoices", "billing")], scene.Needs.Select(n => (n.From.Name, n.To.Name)).Order());
    }

    /// <param name="plan">Its name, or how many systems, hosts, sites and processes it has.</param>
    private static (Scene Scene, Layout Layout) Of(string plan)
    {
        var scene = PlanScene.Of(PlanOf(plan), null);
        return (scene, new Layout(scene, _ => Top));
    }

    private static Plan PlanOf(string plan) => plan switch
    {
        "harbor dental" => ExamplePlans.Read(ExamplePlans.HarborDental),
        "the reference" => ExamplePlans.Read(ExamplePlans.Reference),
        _ => plan.Split(' ').Select(int.Parse).ToArray() is [var systems, var hosts, var sites, var processes]
            ? MadePlans.Of(seed: 20260101 + systems, systems, hosts, sites, processes)
            : throw new ArgumentException(plan, nameof(plan)),
    };

    /// <summary>Every line touches one that is reached from the first.</summary>
    private static bool HangsTogether(IReadOnlyList<(double X1, double Y1, double X2, double Y2)> lines)
    {
        var reached = new List<(double X1, double Y1, double X2, double Y2)> { lines[0] };
        var rest = lines.Skip(1).ToList();
        for (var next = 0; next >= 0; next = rest.FindIndex(l => reached.Any(r => Touch(l, r))))
        {
            var found = rest.FindIndex(l => reached.Any(r => Touch(l, r)));
            if (found < 0)
            {
                break;
            }

            reached.Add(rest[found]);
            rest.RemoveAt(found);
        }

        return rest.Count == 0;
    }

    private static bool Touch((double X1, double Y1, double X2, double Y2) a, (double X1, double Y1, double X2, double Y2) b)
    {
        var (one, other) = (Around(a), Around(b));
        return one.X <= other.Right + 0.01 && other.X <= one.Right + 0.01 && one.Y <= other.Bottom + 0.01 && other.Y <= one.Bottom + 0.01;
    }

    private static bool IsUpright((double X1, double Y1, double X2, double Y2) line) => line.X1 == line.X2;

    /// <summary>How long two lines of the same direction run in one another.</summary>
    private static double Overlap((double X1, double Y1, double X2, double Y2) a, (double X1, double Y1, double X2, double Y2) b)
    {
        var (one, other) = (Around(a), Around(b));
        return IsUpright(a)
            ? Math.Abs(a.X1 - b.X1) < 0.5 ? Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Y, other.Y) : 0
            : Math.Abs(a.Y1 - b.Y1) < 0.5 ? Math.Min(one.Right, other.Right) - Math.Max(one.X, other.X) : 0;
    }

    private static Box Around((double X1, double Y1, double X2, double Y2) line) =>
        new(Math.Min(line.X1, line.X2), Math.Min(line.Y1, line.Y2), Math.Abs(line.X1 - line.X2), Math.Abs(line.Y1 - line.Y2));
}
