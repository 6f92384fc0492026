using System.Globalization;
using System.Xml.Linq;
using Holdfast.Execution.Plans;
using Holdfast.Presentation.Pictures;
using Holdfast.Presentation.Pictures.Graphs;
using Holdfast.Recovery.Plans;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation.Pictures;

/// <summary>The picture itself: what stands in it, for everybody who looks at it, prints it or has it read out.</summary>
public class GraphDrawingTests
{
    private static readonly string Sample = Path.Combine(ReferencePlan.Root, "samples/harbor-dental/holdfast.yaml");

    public static TheoryData<string> Texts => [ExamplePlans.HarborDental, ExamplePlans.Reference];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Everything_that_has_a_name_is_drawn_once(string text)
    {
        var plan = ExamplePlans.Read(text);
        var drawn = Draw(plan);
        foreach (var (kind, names) in new (string, IEnumerable<string>)[]
        {
            ("system", plan.Systems.Select(s => s.Name)), ("host", plan.Hosts.Select(h => h.Name)), ("site", plan.Sites.Select(s => s.Name)),
            ("repository", plan.Repositories.Select(r => r.Name)), ("process", plan.Processes.Select(p => p.Name)),
        })
        {
            Assert.Equal(names.Order(), Groups(drawn, kind).Select(NameOf).Order());
            Assert.All(names, name => Assert.Single(drawn.Descendants(Svg.Name + "text"), t => t.Value == name && t.Attribute("font-weight") is not null));
        }
    }

    [Theory]
    [InlineData("<b>&amp;\"'")]
    [InlineData("an extremely long name that goes on and on and on and never ends, as names of things in old businesses do when nobody stops them, and goes on and on and on and never ends, as names of things in old businesses do when nobody stops them, and goes on and on and on and never ends, as names of things do")]
    [InlineData("قاعدة البيانات")]
    [InlineData("👩‍⚕️ 💊 記録")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW")]
    public void Whatever_things_are_called_the_picture_is_well_formed_and_no_text_leaves_its_box(string hostile)
    {
        var plan = MadePlans.Of(seed: 7, 20, 5, 3, 5, plain => $"{hostile} {plain}");
        foreach (var loss in new[] { null, Loss.Of(plan, SingleLosses.Of(plan)[0]) })
        {
            var drawn = Draw(plan, loss);
            Assert.Equal(20, Groups(drawn, "system").Count());
            Assert.Contains(Groups(drawn, "system"), s => s.Element(Svg.Name + "title")!.Value.Contains(hostile, StringComparison.Ordinal));
            foreach (var card in Groups(drawn, "system").Concat(Groups(drawn, "process")))
            {
                var box = BoxOf(card.Element(Svg.Name + "rect")!);
                Assert.All(card.Elements(Svg.Name + "text"), t => Assert.True(box.Contains(BoxOfText(t)), t.ToString()));
            }

            var canvas = new Box(0, 0, Number(drawn.Root!, "width"), Number(drawn.Root!, "height"));
            Assert.All(drawn.Descendants(Svg.Name + "text"), t => Assert.True(canvas.Contains(BoxOfText(t)), t.ToString()));
            Assert.All(drawn.Descendants(Svg.Name + "rect"), r => Assert.True(canvas.Contains(BoxOf(r)), r.ToString()));
        }
    }

    [Fact]
    public void The_picture_needs_nothing_else_and_says_what_it_is()
    {
        var drawn = Draw(ExamplePlans.Read(ExamplePlans.Reference));
        Assert.Empty(drawn.Descendants().Select(e => e.Name.LocalName).Distinct().Except(["circle", "desc", "g", "line", "path", "rect", "svg", "text", "title"]));
        Assert.DoesNotContain(drawn.Descendants().Attributes(), a => a.Name.LocalName is "href" or "style" || a.Value.Contains("url(", StringComparison.Ordinal));
        Assert.Equal(("img", "title description"), (drawn.Root!.Attribute("role")!.Value, drawn.Root.Attribute("aria-labelledby")!.Value));
        Assert.Equal("The plan of Harbor Dental", drawn.Root.Element(Svg.Name + "title")!.Value);
        Assert.All(drawn.Descendants().Where(e => e.Attribute("data-kind") is not null), g => Assert.NotEmpty(g.Element(Svg.Name + "title")!.Value));
    }

    [Fact]
    public void A_tier_is_told_by_its_number_and_not_by_its_colour_alone()
    {
        var drawn = Draw(ExamplePlans.Read(ExamplePlans.Reference));
        var numbers = Groups(drawn, "system").ToDictionary(NameOf, g => g.Elements(Svg.Name + "text").First().Value);
        Assert.Equal(("1", "2", "3", "–"), (numbers["booking"], numbers["telephones"], numbers["documents"], numbers["records"]));
        Assert.Contains(drawn.Descendants(Svg.Name + "text"), t => t.Value == "important: RTO 4 h, RPO 4 h");
    }

    [Fact]
    public void A_scenario_marks_what_is_lost_what_comes_back_where_and_what_stands_still()
    {
        var plan = ExamplePlans.Read(Change.Apply("    runs on: office-server\n    recovers on: colo-server\n    protect: { files: documents, every: 1 hour, to: [vault] }", "    runs on: colo-server\n    needs: [records]\n    protect: { files: documents, every: 1 hour, to: [vault] }"));
        var drawn = Draw(plan, Loss.Of(plan, plan.Scenarios.Single(s => s.Name == "office fire")));
        Assert.Contains("LOST; comes back on\ncolo-server", TextOf(drawn, "system", "records"), StringComparison.Ordinal);
        Assert.Contains("STANDS STILL; waits for\nrecords", TextOf(drawn, "system", "documents"), StringComparison.Ordinal);
        Assert.Contains("LOST, with copies of", TextOf(drawn, "repository", "nas"), StringComparison.Ordinal);
        Assert.Contains("copies of", TextOf(drawn, "repository", "vault"), StringComparison.Ordinal);
        Assert.Contains("STOPS: 2 of its systems", TextOf(drawn, "process", "see patients"), StringComparison.Ordinal);
        Assert.Contains("STOPS: records, booking", TitleOf(drawn, "process", "see patients"), StringComparison.Ordinal);
        Assert.Contains("STOPS: billing", TextOf(drawn, "process", "send invoices"), StringComparison.Ordinal);
        Assert.Contains("\nLOST", TitleOf(drawn, "site", "office"), StringComparison.Ordinal);
        Assert.Contains("\nLOST", TitleOf(drawn, "host", "office-server"), StringComparison.Ordinal);
        Assert.DoesNotContain("LOST", TitleOf(drawn, "site", "colo"), StringComparison.Ordinal);
        Assert.Contains("brings back records, booking, billing", TitleOf(drawn, "host", "colo-server"), StringComparison.Ordinal);

        // Two lines across the box: a cross, whatever the printer makes of red.
        Assert.Equal(2, Group(drawn, "system", "records").Elements(Svg.Name + "line").Count());
        Assert.Empty(Group(drawn, "system", "documents").Elements(Svg.Name + "line"));
    }

    [Fact]
    public void What_is_lost_for_good_is_said_with_its_reason_on_the_box_and_over_the_picture()
    {
        var plan = ExamplePlans.Read(Change.Apply("    protect: { sqlite: data/records.db, every: 5 seconds, to: [nas, vault] }", "    protect: { sqlite: data/records.db, every: 5 seconds, to: [nas] }"));
        var drawn = Draw(plan, Loss.Of(plan, plan.Scenarios.Single(s => s.Name == "office fire")));
        Assert.Contains("LOST FOR GOOD: every repository that holds it (nas) is lost too", TitleOf(drawn, "system", "records"), StringComparison.Ordinal);
        Assert.EndsWith("LOST FOR GOOD", TextOf(drawn, "system", "booking"), StringComparison.Ordinal);
        var heading = drawn.Root!.Elements(Svg.Name + "text").Select(t => t.Value).ToList();
        Assert.Contains("2 systems can be brought back; 2 LOST FOR GOOD:", heading);
        Assert.True(heading.IndexOf("records: every repository that holds it (nas) is lost too") < heading.IndexOf("booking: it needs records, which cannot be recovered"));
    }

    [Theory]
    [InlineData(10_000, 700, 5, 300)]
    [InlineData(10_000, 10_000, 300, 0)]
    [InlineData(500, 30, 3, 5)]
    public void A_plan_too_large_for_a_sheet_is_folded_says_so_and_counts_everything(int systems, int hosts, int sites, int processes)
    {
        var plan = MadePlans.Of(seed: 11, systems, hosts, sites, processes);
        var drawn = Draw(plan, Loss.Of(plan, SingleLosses.Of(plan)[0]));
        Assert.True(drawn.Descendants().Count() < 20_000);
        Assert.Contains(drawn.Root!.Elements(Svg.Name + "text"), t => t.Value.StartsWith("Too much for one sheet", StringComparison.Ordinal));
        Assert.Equal(systems, Groups(drawn, "system").Sum(g => NameOf(g).EndsWith(" systems", StringComparison.Ordinal) ? int.Parse(NameOf(g).Split(' ')[0], CultureInfo.InvariantCulture) : 1));
    }

    [Fact]
    public void The_same_plan_makes_the_same_picture() =>
        Assert.Equal(GraphDrawing.Of(MadePlans.Of(3, 60, 9, 3, 5), null).ToString(), GraphDrawing.Of(MadePlans.Of(3, 60, 9, 3, 5), null).ToString());

    [Theory]
    [InlineData("harbor-dental.svg", null)]
    [InlineData("harbor-dental-office-fire.svg", "office fire")]
    public void The_pictures_in_the_documentation_are_what_is_drawn_today(string picture, string? scenario)
    {
        var plan = PlanInForce.FromFile(Sample).Plan;
        var loss = scenario is null ? null : Loss.Of(plan, plan.Scenarios.Single(s => s.Name == scenario));
        Assert.True(
            File.ReadAllText(Path.Combine(ReferencePlan.Root, "docs/plan", picture)) == GraphDrawing.Of(plan, loss).ToString(),
            $"docs/plan/{picture} is out of date; draw it again: holdfast plan graph samples/harbor-dental/holdfast.yaml{(scenario is null ? "" : $" --scenario \"{scenario}\"")} -o docs/plan/{picture}");
    }

    private static XDocument Draw(Plan plan, Loss? loss = null) => XDocument.Parse(GraphDrawing.Of(plan, loss).ToString());

    private static IEnumerable<XElement> Groups(XDocument drawn, string kind) => drawn.Descendants(Svg.Name + "g").Where(g => g.Attribute("data-kind")?.Value == kind);

    private static XElement Group(XDocument drawn, string kind, string name) => Groups(drawn, kind).Single(g => NameOf(g) == name);

    private static string NameOf(XElement group) => group.Attribute("data-name")!.Value;

    private static string TitleOf(XDocument drawn, string kind, string name) => Group(drawn, kind, name).Element(Svg.Name + "title")!.Value;

    private static string TextOf(XDocument drawn, string kind, string name) => string.Join('\n', Group(drawn, kind, name).Elements(Svg.Name + "text").Select(t => t.Value));

    private static Box BoxOf(XElement rectangle) => new(Number(rectangle, "x"), Number(rectangle, "y"), Number(rectangle, "width"), Number(rectangle, "height"));

    /// <summary>As wide as the widest of the usual fonts makes it.</summary>
    private static Box BoxOfText(XElement text)
    {
        var size = Number(text, "font-size");
        var width = TextFit.Width(text.Value, new(size, text.Attribute("font-weight") is not null));
        var x = Number(text, "x") - (text.Attribute("text-anchor")?.Value == "middle" ? width / 2 : 0);
        return new(x, Number(text, "y") - (0.8 * size), width, size);
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
