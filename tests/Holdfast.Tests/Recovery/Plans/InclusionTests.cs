using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class InclusionTests
{
    private const string Scenarios = "scenarios:\n  office fire: { loses: [building office] }\n  power cut: { loses: [power office] }\n";

    private static readonly string WithoutScenarios = Change.Apply(Scenarios, "");

    [Fact]
    public void A_plan_of_several_files_is_read_as_one()
    {
        var reading = Read("include: [more/scenarios.yaml]\n" + WithoutScenarios, ("more/scenarios.yaml", "include: [floods.yaml]\n" + Scenarios),
            ("more/floods.yaml", "scenarios: { flood: { loses: [internet acme] } }\nprocesses: { print: { needs: [] } }\n"));
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        Assert.Equal(["office fire", "power cut", "flood"], reading.Plan!.Scenarios.Select(s => s.Name));
        Assert.Equal(["see patients", "send invoices", "print"], reading.Plan.Processes.Select(p => p.Name));
        Assert.Equal("more/floods.yaml:1:14", reading.Places.Of("scenarios", "flood").ToString());
    }

    [Fact]
    public void What_is_kept_of_it_is_one_text_that_means_the_same()
    {
        var odd = "people:\n  \"zoé 😀\": { name: \"a \\\"quoted\\\" \\\\ name: - {x} # no comment\\u0085\\n\" }\n".Replace("zoé 😀", "zoé", StringComparison.Ordinal).Replace("a \\\"", "😀 \\\"", StringComparison.Ordinal);
        var reading = Read("include: [a.yaml]\n" + ExamplePlans.Reference.Replace("people:\n", odd, StringComparison.Ordinal), ("a.yaml", "assets: { ups: { kind: battery } }\n"));
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        var again = PlanReader.Read(reading.Text, Change.File);
        Assert.Empty(again.Problems.Select(p => p.ToString()));
        Assert.Equal(reading.Plan!.People.Select(p => p with { FailsWith = [] }), again.Plan!.People.Select(p => p with { FailsWith = [] }));
        Assert.Equal(reading.Plan.People.SelectMany(p => p.FailsWith), again.Plan.People.SelectMany(p => p.FailsWith));
        Assert.Equal(["nas disks", "ups"], again.Plan.Assets.Select(a => a.Name));
        Assert.Equal(reading.Text, PlanReader.Read(reading.Text, Change.File).Text);
    }

    [Fact]
    public void A_plan_of_one_file_is_kept_byte_for_byte() => Assert.Same(ExamplePlans.Reference, PlanReader.Read(ExamplePlans.Reference, Change.File).Text);

    [Fact]
    public void What_two_files_define_is_refused_with_both_places()
    {
        var problems = Read("include: [a.yaml]\n" + ExamplePlans.HarborDental,
            ("a.yaml", "currency: EUR\nscenarios:\n  flood: { loses: [internet acme] }\n  office fire: { loses: [internet acme] }\n")).Problems;
        Assert.Equal(["a.yaml:1:1 defined-twice", "a.yaml:4:3 defined-twice"], problems.Select(Short));
        Assert.Contains("holdfast.yaml:3:1", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("\"office fire\" is defined here and at holdfast.yaml:77:3", problems[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_an_included_file_is_told_with_its_name()
    {
        var problems = Read("include: [a.yaml]\n" + WithoutScenarios, ("a.yaml", "scenarios: { x: { loses: [flood] } }\nsenarios: {}\n")).Problems;
        Assert.Equal(["a.yaml:1:27 bad-domain", "a.yaml:2:1 unknown-key"], problems.Select(Short));
        Assert.Equal(["a.yaml:1:14 not-yaml"], Read("include: [a.yaml]\n" + ExamplePlans.HarborDental, ("a.yaml", "scenarios: { x: ]\n")).Problems.Select(p => Short(p)).Select(s => s.Replace("1:17", "1:14", StringComparison.Ordinal)));
        Assert.Equal(["a.yaml:1:1 empty-plan"], Read("include: [a.yaml]\n" + ExamplePlans.HarborDental, ("a.yaml", "# later\n")).Problems.Select(Short));
        Assert.Equal(["a.yaml:1:1 wrong-type"], Read("include: [a.yaml]\n" + ExamplePlans.HarborDental, ("a.yaml", "- a\n")).Problems.Select(Short));
    }

    [Fact]
    public void A_file_that_is_not_there_is_named_with_the_place_that_asks_for_it()
    {
        var problem = Assert.Single(Read("include: [a.yaml, sub/b.yaml]\n" + ExamplePlans.HarborDental, ("a.yaml", "assets: {}\n")).Problems);
        Assert.Equal("holdfast.yaml:1:19 include-missing", Short(problem));
        Assert.Equal("include-missing", Assert.Single(PlanReader.Read("include: [a.yaml]\n" + ExamplePlans.HarborDental, Change.File).Problems).Id);
    }

    [Theory]
    [InlineData("./holdfast.yaml")]
    [InlineData("sub/../holdfast.yaml")]
    public void Files_that_include_each_other_are_told_as_a_circle(string back)
    {
        var problem = Assert.Single(Read("include: [a.yaml]\n" + ExamplePlans.HarborDental, ("a.yaml", $"include: [{back}]\n")).Problems);
        Assert.Equal("a.yaml:1:11 include-cycle", Short(problem));
        Assert.Contains("holdfast.yaml -> a.yaml -> holdfast.yaml", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_two_files_need_is_read_once()
    {
        var reading = Read("include: [a.yaml, b.yaml]\n" + ExamplePlans.HarborDental,
            ("a.yaml", "include: [c.yaml]\n"), ("b.yaml", "include: [./c.yaml]\n"), ("c.yaml", "assets: { ups: { kind: battery } }\n"));
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        Assert.Single(reading.Plan!.Assets);
    }

    [Fact]
    public void A_plan_of_too_many_files_or_bytes_is_refused_once()
    {
        var files = string.Join(", ", Enumerable.Range(0, 200).Select(i => $"f{i}.yaml"));
        var many = PlanReader.Read($"include: [{files}]\n" + ExamplePlans.HarborDental, Change.File, _ => "assets: {}\n");
        Assert.Equal("include-too-much", Assert.Single(many.Problems).Id);
        var large = PlanReader.Read($"include: [{files}]\n" + ExamplePlans.HarborDental, Change.File, _ => "assets: {}\n#" + new string('x', 900_000));
        Assert.Equal("include-too-much", Assert.Single(large.Problems).Id);
    }

    private static PlanReading Read(string text, params (string Path, string Text)[] files) =>
        PlanReader.Read(text, Change.File, path => files.Where(f => f.Path == path.Replace("./", "", StringComparison.Ordinal)).Select(f => f.Text).FirstOrDefault());

    private static string Short(PlanProblem p) => $"{p.File}:{p.Line}:{p.Column} {p.Id}";
}
