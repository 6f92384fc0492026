using System.Globalization;
using System.Xml.Linq;
using Holdfast.Presentation.Pictures;
using Holdfast.Presentation.Pictures.Timelines;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Recovery.Readiness;
using Xunit;

namespace Holdfast.Tests.Presentation.Pictures;

/// <summary>What stands in the picture of a prediction, for everybody who looks at it, prints it or has it read out.</summary>
public class TimelinePictureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_system_that_is_lost_has_a_row_and_every_step_of_it_a_stretch()
    {
        var drawn = Draw(BusinessOf.Systems(Takes("database", 30), Takes("shop", 20, "database")));
        Assert.Equal(["database", "shop"], Rows(drawn, "system").Select(NameOf));
        Assert.All(Rows(drawn, "system"), row => Assert.Single(Steps(row)));
        var (database, shop) = (BarOf(Rows(drawn, "system")[0]), BarOf(Rows(drawn, "system")[1]));
        Assert.Equal(database.Right, shop.X, 1.0);
        Assert.Equal(1.5, database.Width / shop.Width, 2);
    }

    [Fact]
    public void The_time_until_somebody_declares_comes_first()
    {
        var drawn = Draw(BusinessOf.Systems(Takes("shop", 30)) with { Declaration = TimeSpan.FromMinutes(30) });
        var bar = BarOf(Rows(drawn, "system")[0]);
        Assert.Equal(bar.Width, bar.X - XOf(drawn, "disaster"), 1.0);
        Assert.Contains("declared", Texts(drawn));
    }

    [Fact]
    public void Late_perhaps_late_and_in_time_are_said_in_words()
    {
        var drawn = Draw(BusinessOf.Systems(Takes("late", 90), Takes("tight", 50), Takes("quick", 5)));
        Assert.Equal(["target 1 h: TOO LATE", "target 1 h: may be late", "target 1 h: in time"], Rows(drawn, "system").Select(row => TextsOf(row)[^1]));
    }

    [Fact]
    public void What_nobody_knows_and_what_never_comes_back_is_said()
    {
        var drawn = Draw(BusinessOf.Systems(
            BusinessOf.System("unknown", [], BusinessOf.Check(1)), Takes("gone", 5) with { RecoversOn = null }, Takes("waits", 5, "gone")));
        Assert.Contains("?", TextsOf(Row(drawn, "unknown")));
        Assert.Contains("target 1 h: nobody knows", TextsOf(Row(drawn, "unknown")));
        Assert.Contains("never comes back: the plan has no host to recover it on", TextsOf(Row(drawn, "gone")));
        Assert.Contains("NEVER", TextsOf(Row(drawn, "waits")));
    }

    [Fact]
    public void What_the_business_cannot_do_stands_over_it_until_the_backlog_is_cleared()
    {
        var plan = BusinessOf.Systems(Takes("shop", 30) with { WorkRecovery = new(TimeSpan.FromMinutes(10), ValueSource.Written) }) with
        {
            Processes = [new() { Name = "sell", Needs = ["shop"], Mtpd = TimeSpan.FromHours(1), Costs = CostCurve.Steady(600), WorkArrives = new(30), WorkDone = new(40) }],
        };
        var sell = Assert.Single(Rows(Draw(plan), "process"));
        Assert.Equal(["stands still", "verify, re-key", "backlog"], Steps(sell).Select(NameOf));
        Assert.Contains(TextsOf(sell), t => t.StartsWith("costs about ", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_hundreds_of_systems_those_that_decide_and_those_that_are_late_are_drawn_and_the_rest_is_counted()
    {
        var chain = Enumerable.Range(0, 60).Select(i => Takes($"link{i}", i == 7 ? 9 : 1, i == 0 ? [] : [$"link{i - 1}"]));
        var plan = BusinessOf.Systems([.. chain, Takes("late", 65), .. Enumerable.Range(0, 300).Select(i => Takes($"quick{i}", 1))]);
        var drawn = Draw(plan);
        var names = Rows(drawn, "system").Select(NameOf).ToArray();
        Assert.Equal(24, names.Length);
        Assert.Contains("link7", names);
        Assert.Contains("late", names);
        Assert.Contains(Texts(drawn), t => t.StartsWith("Not shown: 337 more systems; ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<b>&amp;\"'")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW")]
    [InlineData("a name that goes on and on and on and never ends, as names of things in old businesses do when nobody stops them, and goes on and on and on")]
    [InlineData("قاعدة البيانات")]
    [InlineData("👩‍⚕️ 💊 記録")]
    [InlineData("bell \a and half a pair \ud83d")]
    public void Whatever_things_are_called_the_picture_is_well_formed_and_no_text_leaves_its_place(string hostile)
    {
        var plan = BusinessOf.Systems(Takes($"{hostile} 1", 30), Takes($"{hostile} 2", 3000, $"{hostile} 1"), Takes($"{hostile} 3", 1) with { RecoversOn = null, Tier = hostile }) with
        {
            Organization = hostile,
            Currency = "ZZZ",
            Processes = [new() { Name = hostile, Needs = [$"{hostile} 2"], Mtpd = TimeSpan.FromDays(400), Costs = CostCurve.Steady(1e12m) }],
            Scenarios = [new(hostile, [new("building", "office")])],
        };
        var drawn = Draw(plan);
        Assert.Equal(3, Rows(drawn, "system").Length);
        var canvas = new Box(0, 0, Number(drawn.Root!, "width"), Number(drawn.Root!, "height"));
        var texts = drawn.Descendants(Svg.Name + "text").Select(BoxOfText).ToArray();
        Assert.All(texts, t => Assert.True(canvas.Contains(t), t.ToString()));
        Assert.All(drawn.Descendants(Svg.Name + "rect"), r => Assert.True(canvas.Contains(BoxOf(r)), r.ToString()));
        Assert.All(texts.Index(), a => Assert.DoesNotContain(texts.Index(), b => a.Index != b.Index && a.Item.Inside(1).Overlaps(b.Item.Inside(1))));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.3)]
    [InlineData(59)]
    [InlineData(3600)]
    [InlineData(86400)]
    [InlineData(3e7)]
    public void The_scale_has_a_few_round_times_whatever_is_shown(double seconds)
    {
        var scale = new TimeScale(100, 700, TimeSpan.FromSeconds(seconds));
        var ticks = scale.Ticks().ToArray();
        Assert.InRange(ticks.Length, 1, 10);
        Assert.Equal(ticks.Order(), ticks);
        Assert.All(ticks, tick => Assert.InRange(scale.At(tick), 100, 800));
        Assert.Equal(800, scale.At(TimeSpan.FromSeconds(seconds * 3)));
    }

    [Fact]
    public void A_target_far_beyond_everything_is_pointed_at_and_does_not_squeeze_the_rest()
    {
        var bar = BarOf(Rows(Draw(BusinessOf.Systems(Takes("quick", 1))), "system")[0]);
        Assert.True(bar.Width > 200, "The RTO of an hour would leave twelve pixels for a minute.");
    }

    [Fact]
    public void Nothing_lost_is_a_picture_too() => Assert.Empty(Rows(Draw(BusinessOf.Systems() with { Scenarios = [new("fire", [new("building", "office")])] }), "system"));

    [Fact]
    public void The_picture_needs_nothing_else_and_says_what_it_is()
    {
        var drawn = Draw(ExamplePlans.Read(ExamplePlans.Reference));
        Assert.Empty(drawn.Descendants().Select(e => e.Name.LocalName).Distinct().Except(["desc", "g", "line", "path", "rect", "svg", "text", "title"]));
        Assert.DoesNotContain(drawn.Descendants().Attributes(), a => a.Name.LocalName is "href" or "style" || a.Value.Contains("url(", StringComparison.Ordinal));
        Assert.StartsWith("Harbor Dental: If \"", drawn.Root!.Element(Svg.Name + "title")!.Value, StringComparison.Ordinal);
        Assert.All(Rows(drawn, "system"), row => Assert.Contains(NameOf(row), drawn.Root.Element(Svg.Name + "desc")!.Value, StringComparison.Ordinal));
        Assert.All(drawn.Descendants().Where(e => e.Attribute("data-kind") is not null), g => Assert.NotEmpty(g.Element(Svg.Name + "title")!.Value));
    }

    private static XDocument Draw(Plan plan)
    {
        var (loss, prediction) = new Basis(plan, History.Empty, _ => true, Noon).Predict(plan.Scenarios[0], cancellationToken: TestContext.Current.CancellationToken);
        return XDocument.Parse(TimelinePicture.Of(plan, loss, prediction).ToString());
    }

    private static ProtectedSystem Takes(string name, double minutes, params string[] needs) =>
        BusinessOf.System(name, [.. needs], BusinessOf.Takes("run 1", TimeSpan.FromMinutes(minutes)));

    private static XElement[] Rows(XDocument drawn, string kind) => [.. drawn.Descendants().Where(e => e.Attribute("data-kind")?.Value == kind)];

    private static XElement Row(XDocument drawn, string name) => Rows(drawn, "system").Single(r => NameOf(r) == name);

    private static XElement[] Steps(XElement row) => [.. row.Elements().Where(e => e.Attribute("data-kind")?.Value == "step")];

    private static Box BarOf(XElement row) => BoxOf(Steps(row)[0].Element(Svg.Name + "rect")!);

    private static string NameOf(XElement group) => group.Attribute("data-name")!.Value;

    private static string[] Texts(XDocument drawn) => [.. drawn.Descendants(Svg.Name + "text").Select(t => t.Value)];

    private static string[] TextsOf(XElement row) => [.. row.Descendants(Svg.Name + "text").Select(t => t.Value)];

    private static double XOf(XDocument drawn, string text) => Number(drawn.Descendants(Svg.Name + "text").Single(t => t.Value == text), "x");

    private static Box BoxOf(XElement e) => new(Number(e, "x"), Number(e, "y"), Number(e, "width"), Number(e, "height"));

    private static Box BoxOfText(XElement e)
    {
        var type = new Lettering(Number(e, "font-size"), e.Attribute("font-weight") is not null);
        var width = TextFit.Width(e.Value, type);
        var x = Number(e, "x") - (e.Attribute("text-anchor")?.Value switch { "middle" => width / 2, "end" => width, _ => 0 });
        return new(x, Number(e, "y") - type.Size, width, type.Size * 1.2);
    }

    private static double Number(XElement e, string name) => double.Parse(e.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
