using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class PlanRevisionTests
{
    private const string Text = """
        # Whose plan this is
        organization: "Office: one"   # with a colon
        hosts:
          desk: { site: here, folder: ., ports: { web: 80 } }   # beside me
          'spare machine':
            folder:   ../spare   # empty
        systems:
          a: { runs on: desk, to: [one, "two"] }
          "b, c":
            runs on: "desk"
            notes: |
              runs on: desk
            recover:
              - restore: a
              - check: { run: [echo, "{folder}"] }
        """;

    [Theory]
    [InlineData("spare", "spare")]
    [InlineData("the spare machine", "the spare machine")]
    [InlineData("/srv/x.y", "/srv/x.y")]
    [InlineData("a: b # c", "\"a: b # c\"")]
    [InlineData("it's \"so\"", "\"it's \\\"so\\\"\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("80", "\"80\"")]
    [InlineData("file:/srv/k", "\"file:/srv/k\"")]
    public void A_value_is_replaced_and_nothing_else_whatever_its_style(string value, string written)
    {
        foreach (var (path, before, after) in new[]
        {
            (Path("organization"), "\"Office: one\"", written), (Path("hosts", "desk", "folder"), "folder: .,", $"folder: {written},"),
            (Path("hosts", "spare machine", "folder"), "  ../spare  ", $"  {written}  "), (Path("systems", "a", "runs on"), "{ runs on: desk,", $"{{ runs on: {written},"),
            (Path("systems", "b, c", "runs on"), "runs on: \"desk\"", $"runs on: {written}"), (Path("systems", "a", "to", "1"), "\"two\"", written),
            (Path("systems", "b, c", "recover", "1", "check", "run", "0"), "[echo,", $"[{written},"),
        })
        {
            var changed = PlanRevision.Of(Text, new Dictionary<string, string> { [path] = value }, NoKeys, out var unwritten);
            Assert.Equal(Text.Replace(before, after, StringComparison.Ordinal), changed);
            Assert.Empty(unwritten);
        }
    }

    [Fact]
    public void Several_are_replaced_at_once_and_what_is_not_written_is_told()
    {
        var changed = PlanRevision.Of(
            Text,
            new Dictionary<string, string> { [Path("systems", "a", "runs on")] = "a much longer name", [Path("systems", "b, c", "runs on")] = "x", [Path("hosts", "desk", "drill", "folder")] = "y", [Path("hosts")] = "z" },
            NoKeys,
            out var unwritten);
        Assert.Equal(Text.Replace("runs on: desk, ", "runs on: a much longer name, ", StringComparison.Ordinal).Replace("runs on: \"desk\"", "runs on: x", StringComparison.Ordinal), changed);
        Assert.Equal([Path("hosts"), Path("hosts", "desk", "drill", "folder")], unwritten.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void In_the_plan_of_the_documents_every_system_can_be_said_to_run_elsewhere()
    {
        var plan = ExamplePlans.Read(ReferencePlan.Text);
        foreach (var system in plan.Systems)
        {
            var other = plan.Hosts.First(h => h.Name != system.RunsOn).Name;
            var changed = PlanRevision.Of(ReferencePlan.Text, new Dictionary<string, string> { [Path("systems", system.Name, "runs on")] = other }, NoKeys, out var unwritten);
            Assert.Empty(unwritten);
            if (PlanReader.Read(changed, "plan").Plan is { } now) // A host may lack what the system needs of it.
            {
                Assert.Equal(plan.Systems.Select(s => s.Name == system.Name ? other : s.RunsOn), now.Systems.Select(s => s.RunsOn));
            }
        }
    }

    [Theory]
    [InlineData("a: { runs on: desk, to", "a: { stands at: here, to", "a")]
    [InlineData("runs on: \"desk\"", "stands at: here", "b, c")]
    public void A_key_is_replaced_with_its_value(string before, string after, string system)
    {
        var path = Path("systems", system, "runs on");
        var changed = PlanRevision.Of(Text, new Dictionary<string, string> { [path] = "here" }, new Dictionary<string, string> { [path] = "stands at" }, out var unwritten);
        Assert.Equal(Text.Replace(before, after, StringComparison.Ordinal), changed);
        Assert.Empty(unwritten);
    }

    private static Dictionary<string, string> NoKeys => [];

    private static string Path(params string[] steps) => PlanRevision.PathOf(steps);
}
