using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>What <c>holdfast plan</c> says of a plan that can be read.</summary>
public sealed class PlanCommandTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task A_good_plan_is_good()
    {
        var run = await CheckAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("/holdfast.yaml: good", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_that_is_an_error_is_printed_with_its_place_and_is_not_good()
    {
        _business.Replan("files: orders, every: 30 minutes", "files: orders, every: 2 hours");
        var run = await CheckAsync();
        Assert.True(run.ExitCode == 5, run.ToString());
        Assert.Contains(_business["office/holdfast.yaml"] + ":17:38: error: system \"orders\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("NOT GOOD, with 1 error ", run.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await CheckAsync("--json")).Output);
        var finding = Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray(), f => f.GetProperty("severity").GetString() == "error");
        Assert.Equal(("rpo-not-reachable", "error", 17), (finding.GetProperty("id").GetString(), finding.GetProperty("severity").GetString(), finding.GetProperty("line").GetInt32()));
        Assert.Equal((true, false), (json.RootElement.GetProperty("valid").GetBoolean(), json.RootElement.GetProperty("good").GetBoolean()));
    }

    [Fact]
    public async Task The_schema_is_printed_as_it_is_published()
    {
        var run = await Built.RunAsync("plan", "schema");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(File.ReadAllText(Path.Combine(Built.Checkout, "schema", "holdfast.schema.json")), run.Output);
    }

    [Fact]
    public async Task A_host_over_ssh_is_not_taken_for_this_machine()
    {
        _business.Replan("office-server: { site: office,", "office-server: { site: office, ssh: \"root@127.0.0.1:1\",");
        var run = await _business.InOfficeAsync("protect");
        Assert.True(run.ExitCode != 0, run.ToString());
        Assert.Contains("host office-server (root@127.0.0.1:1) cannot be reached", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_held_against_what_happened_with_it()
    {
        _business.Replan("  office fire: { loses: [building office] }", "  office fire: { loses: [building office] }\ndrills: [{ scenario: office fire, every: 3 months }]");

        // Before anything happened: checking a plan remembers nothing and makes nothing.
        var pure = await CheckAsync();
        Assert.DoesNotContain("remembers", pure.Output, StringComparison.Ordinal);
        var unknown = await CheckAsync("--state", _business["nowhere"]);
        Assert.True(unknown.ExitCode == 2, unknown.ToString());
        Assert.Contains("HINT: ", unknown.Error, StringComparison.Ordinal);

        Directory.CreateDirectory(_business["state"]);
        Assert.Equal(["never-drilled", "no-verified-copy", "no-verified-copy"], await EvidenceFindingsAsync());
        await _business.ProtectAsync();
        Assert.Equal(["never-drilled"], await EvidenceFindingsAsync());
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        Assert.Empty(await EvidenceFindingsAsync());
        Assert.Contains("remembers: 1 drill that brought everything back, 4 copies of systems that were read back.", (await CheckAsync("--state", _business["state"])).Output, StringComparison.Ordinal);

        // The objective alone changes no recovery; another command does, of that system only.
        _business.Replan("rto: 1 hour\n    rpo: 1 hour\n    runs on: office-server\n    recovers on: colo-server\n    protect: { files: letters", "rto: 2 hours\n    rpo: 1 hour\n    runs on: office-server\n    recovers on: colo-server\n    protect: { files: letters");
        Assert.Empty(await EvidenceFindingsAsync());
        _business.Replan("- run: \"true\"", "- run: \"false || true\"");
        Assert.Equal(["evidence-older-than-plan"], await EvidenceFindingsAsync());
        Assert.Contains("system \"letters\" back", (await CheckAsync("--state", _business["state"])).Output, StringComparison.Ordinal);
        Assert.Contains("changed since then: step run 1 [", (await CheckAsync("--state", _business["state"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_that_is_not_what_was_sealed_counts_for_nothing()
    {
        _business.Replan("  office fire: { loses: [building office] }", "  office fire: { loses: [building office] }\ndrills: [{ scenario: office fire, every: 3 months }]");
        await _business.ProtectAsync();
        await _business.InOfficeAsync("drill");
        var evidence = Directory.EnumerateFiles(_business["state/evidence"]).Single();
        File.WriteAllText(evidence, File.ReadAllText(evidence).Replace("office fire", "office fine", StringComparison.Ordinal));
        Assert.Equal(["never-drilled"], await EvidenceFindingsAsync());

        using var json = JsonDocument.Parse((await CheckAsync("--json", "--state", _business["state"])).Output);
        var held = json.RootElement.GetProperty("evidence");
        Assert.Equal((0, 4), (held.GetProperty("drills").GetInt32(), held.GetProperty("verifiedCopies").GetInt32()));
        Assert.Contains(evidence, Assert.Single(held.GetProperty("notCounted").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Contains("counts for nothing: " + evidence, (await CheckAsync("--state", _business["state"])).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _business.Dispose();

    private async Task<string[]> EvidenceFindingsAsync()
    {
        string[] ids = ["never-drilled", "no-verified-copy", "evidence-older-than-plan"];
        using var json = JsonDocument.Parse((await CheckAsync("--json", "--state", _business["state"])).Output);
        return [.. json.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("id").GetString()!).Where(ids.Contains).Order(StringComparer.Ordinal)];
    }

    private Task<ProgramRun> CheckAsync(params string[] more) => Built.RunAsync(["plan", "check", _business["office/holdfast.yaml"], .. more]);
}
