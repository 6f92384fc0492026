using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Holdfast.Presentation;
using Holdfast.Presentation.Plans.Shown;
using Holdfast.Recovery.Plans.Sections;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Presentation.Plans;

/// <summary>What <c>plan show</c> says of each value, and of where it comes from.</summary>
public partial class ShownPlanTests
{
    [Theory]
    [InlineData("systems", "booking", "rtoSeconds", 600.0, "rto: 10 minutes")]
    [InlineData("systems", "booking", "runsOn", "office-server", "runs on: office-server")]
    [InlineData("systems", "records", "protectEverySeconds", 5.0, "every: 5 seconds")]
    [InlineData("systems", "documents", "standby", "cold", "standby: { kind: cold")]
    [InlineData("systems", "documents", "standbyLagSeconds", 86400.0, "lag: 1 day")]
    [InlineData("tiers", "important", "rtoSeconds", 14400.0, "important: { rto: 4 hours")]
    [InlineData("repositories", "nas", "site", "office", "nas: { at: nas, on: office-server")]
    [InlineData("hosts", "office-server", "rebuildTakesSeconds", 7200.0, "takes: 2 hours")]
    [InlineData("processes", "see patients", "mtpdSeconds", 28800.0, "mtpd: 8 hours")]
    [InlineData("roles", "front desk", "heldBy", null, "front desk: { held by: [sam, maria]")]
    [InlineData("roles", "recovery lead", "heldBy", null, "recovery lead: [maria, sam]")]
    [InlineData("scenarios", "ransomware", "lastsSeconds", 1209600.0, "lasts: 2 weeks")]
    public void What_is_written_is_shown_with_its_line(string section, string thing, string key, object? value, string written)
    {
        var shown = Value(ExamplePlans.Reference, section, thing, key);
        Assert.Equal(ValueSource.Written, shown.Origin.From);
        Assert.Contains(written, LineAt(shown.Origin), StringComparison.Ordinal);
        if (value is not null)
        {
            AssertJson(value, shown.Json);
        }
    }

    [Theory]
    [InlineData("systems", "records", "standby", "none", "standby: none", "standby: warm")]
    [InlineData("systems", "records", "whenAlone", "stay down", "when alone: stay down", "when alone: start")]
    [InlineData("systems", "records", "kind", "application", "kind: database", "kind: dns")]
    [InlineData("systems", "records", "protectKeep", null, "keep: { last: 10, hourly: 24, daily: 14, weekly: 8, monthly: 12, yearly: 10, within: 30 days }", "keep: { last: 1 }")]
    [InlineData("repositories", "vault", "medium", "disk", ", medium: object storage", ", medium: tape")]
    [InlineData("repositories", "shelf", "offline", false, ", offline: true", ", offline: true")]
    [InlineData("hosts", "office-server", "folder", ".", "    folder: .\n", "    folder: elsewhere\n")]
    [InlineData("services", "payment gateway", "neededToRecover", false, ", needed to recover: false", ", needed to recover: true")]
    [InlineData("links", "office - colo", "failsWith", null, ", fails with: [cable pier road]", ", fails with: [cable pier road, power colo]")]
    [InlineData("assets", "nas disks", "redundancy", "none", "    redundancy: mirror\n", "    redundancy: spare\n")]
    public void What_is_not_written_is_a_default_and_what_is_written_otherwise_is_not(
        string section, string thing, string key, object? byDefault, string written, string otherwise)
    {
        var unwritten = Value(Change.Apply(written, "", ExamplePlans.Reference), section, thing, key);
        Assert.Equal(Origin.Default, unwritten.Origin);
        if (byDefault is not null)
        {
            AssertJson(byDefault, unwritten.Json);
        }

        var changed = Value(Change.Apply(written, otherwise, ExamplePlans.Reference), section, thing, key);
        Assert.Equal(ValueSource.Written, changed.Origin.From);
        Assert.NotEqual(unwritten.Text, changed.Text);
    }

    [Fact]
    public void An_objective_is_the_systems_own_or_its_tiers_and_the_tier_stands_somewhere_or_nowhere()
    {
        var own = Value(ExamplePlans.Reference, "systems", "booking", "rtoSeconds");
        Assert.Equal(ValueSource.Written, own.Origin.From);

        var inherited = Value(ExamplePlans.Reference.Replace("    tier: mission critical\n    rto: 10 minutes\n", "    tier: mission critical\n", StringComparison.Ordinal), "systems", "booking", "rtoSeconds");
        Assert.Equal(new Origin(ValueSource.Tier, null, "mission critical"), inherited.Origin);
        AssertJson(3600.0, inherited.Json);

        var redefined = Value(ExamplePlans.Reference, "systems", "telephones", "rtoSeconds");
        Assert.Equal((ValueSource.Tier, "important"), (redefined.Origin.From, redefined.Origin.Tier));
        Assert.Contains("important: { rto: 4 hours", LineAt(redefined.Origin), StringComparison.Ordinal);
        Assert.Equal("4 h", redefined.Text);
    }

    [Theory]
    [InlineData(0, "takesSeconds", 900.0, "approval")]
    [InlineData(0, "timeoutSeconds", 900.0, null)]
    [InlineData(1, "timeoutSeconds", 7200.0, "timeout")]
    [InlineData(1, "takesSeconds", null, null)]
    [InlineData(2, "retries", 2, "retries")]
    [InlineData(2, "takesSeconds", 60.0, "provision")]
    [InlineData(2, "provisionRepeatable", true, "provision")]
    [InlineData(3, "timeoutSeconds", 60.0, null)]
    [InlineData(3, "retries", 0, null)]
    [InlineData(3, "serviceAs", "harbor", "as")]
    [InlineData(4, "takesSeconds", 10.0, "wait")]
    [InlineData(5, "retries", 3, "retries")]
    [InlineData(5, "checkMethod", "POST", "check")]
    [InlineData(6, "takesSeconds", 120.0, "takes")]
    [InlineData(7, "onFailure", "continue", "on failure")]
    [InlineData(8, "checkMethod", "GET", null)]
    [InlineData(8, "onFailure", "stop", null)]
    public void A_step_says_of_its_timeout_retries_and_time_whether_the_plan_wrote_them(int step, string key, object? value, string? writtenAs)
    {
        var shown = Things(ExamplePlans.Reference, "systems").Single(t => t.Name == "booking").Parts[step].Values.Single(v => v.Key == key);
        AssertJson(value is int number ? (decimal)number : value, shown.Json);
        Assert.Equal(writtenAs is null ? ValueSource.Default : ValueSource.Written, shown.Origin.From);
        if (writtenAs is not null)
        {
            Assert.Contains(writtenAs + ":", LineAt(shown.Origin), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Everything_that_has_a_name_is_shown_once()
    {
        var plan = ExamplePlans.Read(ExamplePlans.Reference);
        foreach (var (section, names) in new (string, IEnumerable<string>)[]
        {
            ("systems", plan.Systems.Select(s => s.Name)), ("hosts", plan.Hosts.Select(h => h.Name)), ("sites", plan.Sites.Select(s => s.Name)),
            ("repositories", plan.Repositories.Select(r => r.Name)), ("processes", plan.Processes.Select(p => p.Name)), ("people", plan.People.Select(p => p.Name)),
            ("roles", plan.Roles.Select(r => r.Name)), ("scenarios", plan.Scenarios.Select(s => s.Name)), ("tiers", plan.Tiers.Select(t => t.Name)),
            ("links", plan.Links.Select(l => l.Name)), ("services", plan.Services.Select(s => s.Name)), ("assets", plan.Assets.Select(a => a.Name)), ("risks", plan.Risks.Select(r => r.Name)),
        })
        {
            Assert.Equal(names.Order(), Things(ExamplePlans.Reference, section).Select(t => t.Name).Order());
        }
    }

    [Theory]
    [InlineData("person", "people")]
    [InlineData("role", "roles")]
    [InlineData("tier", "tiers")]
    [InlineData("site", "sites")]
    [InlineData("link", "links")]
    [InlineData("host", "hosts")]
    [InlineData("repository", "repositories")]
    [InlineData("service", "services")]
    [InlineData("system", "systems")]
    [InlineData("process", "processes")]
    [InlineData("announcement", "communication")]
    [InlineData("asset", "assets")]
    [InlineData("risk", "risks")]
    [InlineData("scenario", "scenarios")]
    [InlineData("drill", "drills")]
    public void Every_key_that_a_thing_may_have_is_shown(string kind, string section)
    {
        var shown = Things(ExamplePlans.Reference, section).SelectMany(t => t.Values).Select(v => v.Key).Distinct().ToArray();
        var keys = KeysOfThings.All[kind].Except(["recover"]); // Steps are parts of a system, each shown by itself.
        Assert.DoesNotContain(keys, key => !shown.Any(s => s.StartsWith(Camel(key), StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_key_of_the_top_of_steps_and_of_protection_is_shown()
    {
        var shown = ShownOf(ExamplePlans.Reference);
        var systems = shown.Sections.Where(s => s.Key == "systems").SelectMany(s => s.Things).ToArray();

        // What a plan includes is merged, and the organization is the headline; each step says who may skip it.
        Assert.Equal([], Silent("plan", ["include", "organization", "skip"], "", [.. shown.Top!.Values.Select(v => v.Key), .. shown.Sections.Select(s => s.Key)]));
        Assert.Equal([], Silent("protect", ["sqlite", "files", "postgresql"], "protect ", systems.SelectMany(s => s.Values).Select(v => v.Key)));
        Assert.Equal([], Silent(
            "step", ["restore", "service", "run", "check", "task", "approval", "notify", "switch", "wait", "provision", "name", "because"], "",
            systems.SelectMany(s => s.Parts).SelectMany(s => s.Values).Select(v => v.Key)));

        static IEnumerable<string> Silent(string kind, string[] saidOtherwise, string inside, IEnumerable<string> shown) =>
            KeysOfThings.All[kind].Except(saidOtherwise).Where(key => !shown.Any(s => s.StartsWith(Camel(inside + key), StringComparison.Ordinal)));
    }

    [Fact]
    public void A_step_that_says_nothing_of_who_may_skip_it_has_the_word_of_the_plan_or_the_default()
    {
        const string Line = "review every: 6 months\n";
        var plain = ExamplePlans.Reference;
        foreach (var written in plain.Split('\n').Where(l => l.StartsWith("skip:", StringComparison.Ordinal)))
        {
            plain = plain.Replace(written + "\n", "", StringComparison.Ordinal);
        }

        ShownValue SkipOf(string text) => Things(text, "systems").Single(t => t.Name == "records").Parts[0].Values.Single(v => v.Key == "skip");
        Assert.Equal((Origin.Default, "one person"), (SkipOf(plain).Origin, SkipOf(plain).Text));
        var forAll = SkipOf(Change.Apply(Line, Line + "skip: two people\n", plain));
        Assert.Equal((ValueSource.Written, "two people"), (forAll.Origin.From, forAll.Text));
    }

    [Fact]
    public void Of_every_line_of_the_plan_that_holds_a_value_something_is_shown()
    {
        var shown = Text(ShownOf(ExamplePlans.Reference));
        var places = LineShown().Matches(shown).Select(m => m.Groups[1].Value).ToHashSet();
        // The organization is the headline. What is said in one with the line above or below it has that one's line.
        string[] withAnother = ["organization:", "because:", "- { from: 4", "- { at:", "name:", "command:", "environment:", "- on:", "- { do:"];
        var silent = ExamplePlans.Reference.Split('\n').Index()
            .Where(line => line.Item.Contains(": ", StringComparison.Ordinal) && !places.Contains($"{line.Index + 1}"))
            .Select(line => line.Item.Trim())
            .Where(line => !withAnother.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)));
        Assert.Equal([], silent);
    }

    [Fact]
    public void What_an_environment_variable_holds_is_not_shown()
    {
        var shown = Text(ShownOf(Change.Apply("environment: { DATA: \"{folder}/data\" }", "environment: { TOKEN: s3cr3t }", ExamplePlans.Reference)));
        Assert.Contains("TOKEN", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_narrow_what_is_shown_whatever_kind_of_thing_has_them()
    {
        var only = ShownOf(ExamplePlans.Reference).Only(["ransomware", "records"]);
        Assert.Null(only.Top);
        Assert.Equal(["records", "ransomware", "ransomware"], only.Sections.SelectMany(s => s.Things).Select(t => t.Name));

        var unknown = Assert.Throws<UsageException>(() => ShownOf(ExamplePlans.Reference).Only(["recrods"]));
        Assert.Contains("\"recrods\"", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("Did you mean \"records\"?", unknown.Hint);
        Assert.Contains("without a name", Assert.Throws<UsageException>(() => ShownOf(ExamplePlans.Reference).Only(["something else"])).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_moves_a_terminals_cursor_is_printed()
    {
        var shown = Text(ShownOf(Change.Apply("address: \"1 Pier Road\"", "address: \"1 Pier\\e[31m Road\"", ExamplePlans.Reference)));
        Assert.DoesNotContain('\e', shown);
        Assert.Contains("1 Pier\\x1b[31m Road", shown, StringComparison.Ordinal);
    }

    private static string LineAt(Origin origin) => ExamplePlans.Reference.Split('\n')[origin.At!.Value.Line - 1];

    private static string Camel(string key) => string.Concat(key.Split(' ').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static ShownPlan ShownOf(string text)
    {
        var reading = PlanReader.Read(text, Change.File);
        Assert.Empty(reading.Problems.Select(p => p.ToString()));
        return ShownPlan.Of(reading.Plan!, reading.Places);
    }

    private static IEnumerable<ShownThing> Things(string text, string section) => ShownOf(text).Sections.Where(s => s.Key == section).SelectMany(s => s.Things);

    private static ShownValue Value(string text, string section, string thing, string key) =>
        Things(text, section).Single(t => t.Name == thing).Values.Single(v => v.Key == key);

    private static string Text(ShownPlan plan)
    {
        using var written = new StringWriter();
        new ShownText(written, Environment.CurrentDirectory, isTerminal: false).Write(plan, Change.File);
        return written.ToString();
    }

    [GeneratedRegex(@"holdfast\.yaml:(\d+)")]
    private static partial Regex LineShown();

    private static void AssertJson(object? expected, JsonNode? actual) => Assert.Equal(JsonSerializer.Serialize(expected), actual?.ToJsonString() ?? "null");
}
