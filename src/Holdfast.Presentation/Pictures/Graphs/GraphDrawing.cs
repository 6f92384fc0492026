using System.Xml.Linq;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>
/// Draws a plan: what the business does, the systems that this needs, the hosts and sites where they run, and where their copies go. The
/// lowest systems come back first. (A general layout of graphs was not taken: sites, hosts and needs fix where things stand, and the
/// arrows are laid around them.)
/// </summary>
public static class GraphDrawing
{
    private const double LeastWidth = 760;

    private static readonly Ink SiteInk = new("#fbfaf7", Ink.Black, 1.6);
    private static readonly Ink LaneInk = new("#f1f1f1", Ink.Grey);
    private static readonly Ink NeedInk = Ink.Line("#333333", 1.2);
    private static readonly Ink CopyInk = Ink.Line("#2a62a0", 1.4, "6 3");

    /// <param name="loss">What a scenario takes; null: nothing is lost.</param>
    public static SvgPicture Of(Plan plan, Loss? loss) => Of(PlanScene.Of(plan, loss));

    public static SvgPicture Of(Scene scene)
    {
        var heading = new Heading(scene);
        var layout = new Layout(scene, width => heading.HeightFor(Math.Max(width, LeastWidth)));
        var width = Math.Max(layout.Width, LeastWidth);
        var legend = new Legend(scene, width, layout.Bottom + Measures.Margin);
        return new(
            width,
            legend.Bottom + Measures.Margin,
            $"The plan of {scene.Heading}",
            string.Join(" ", scene.Notes),
            [
                .. heading.Draw(width),
                .. layout.Sites.Select(s => Frame("site", s.Site.Name, s.Site.Title, s.Site.Mark, SiteInk, s.Box)),
                .. layout.Lanes.Select(l => Frame("host", l.Lane.Name, l.Lane.Title, l.Lane.Mark, LaneInk, l.Box)),
                .. layout.Wires.OrderBy(w => w.Net.IsCopy).Select(Draw),
                .. layout.Sites.SelectMany(s => Head(s.Site.Name, s.Site.Note, s.Site.Mark, Measures.SiteName, SiteInk, s.Box)),
                .. layout.Lanes.SelectMany(l => Head(l.Lane.Name, l.Lane.Note, l.Lane.Mark, Measures.LaneName, LaneInk, l.Box)),
                .. layout.Cards.Select(c => CardDrawing.Draw(c.Card, c.Box)),
                .. legend.Draw(NeedInk, CopyInk),
            ]);
    }

    public static XElement Arrow(double x, double y, Ink ink) => Svg.Path(new(ink.Stroke), "M", x - 4, y - 8, "L", x + 4, y - 8, "L", x, y, "Z");

    private static XElement Frame(string kind, string name, string title, Mark mark, Ink ink, Box box) => Svg.Group(
        kind, name, title, Svg.Rectangle(box, mark == Mark.None ? ink : ink with { Stroke = Ink.Red, Width = 2.4, Dashes = "9 5" }, 4));

    /// <summary>After the lines, on a patch of the frame's own paper, so that no line runs through a name.</summary>
    private static IEnumerable<XElement> Head(string name, string note, Mark mark, Lettering type, Ink paper, Box box)
    {
        var (x, y, room) = (box.X + 8, box.Y + type.Size + 4, box.Width - 16);
        var small = Measures.Small with { Bold = mark != Mark.None, Color = mark == Mark.None ? Ink.Black : Ink.Red };
        foreach (var (text, letters, at) in new[] { (name, type, y), (note, small, y + Measures.Small.Leading + 1) }.Where(t => t.Item1.Length > 0))
        {
            var cut = TextFit.Cut(text, letters, room);
            yield return Svg.Rectangle(new(x - 2, at - letters.Size, TextFit.Width(cut, letters) + 4, letters.Size + 3), new(paper.Fill));
            yield return Svg.Text(cut, x, at, letters);
        }
    }

    private static XElement Draw(Wire wire)
    {
        var ink = wire.Net.IsCopy ? CopyInk : NeedInk;
        var solid = new Ink(ink.Stroke);
        return Svg.Group(
        [
            .. wire.Lines.Select(l => Svg.Line(l.X1, l.Y1, l.X2, l.Y2, ink)),
            .. wire.Joints.Select(j => Svg.Circle(j.X, j.Y, 2.2, solid)),
            Arrow(wire.Tip.X, wire.Tip.Y, ink),
        ]);
    }
}
