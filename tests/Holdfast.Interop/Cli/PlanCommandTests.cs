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
        Assert.Equal("Holdfast plan", JsonDocument.Parse(run.Output).RootElement.GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_host_over_ssh_is_not_taken_for_this_machine()
    {
        _business.Replan("office-server: { site: office,", "office-server: { site: office, ssh: root@10.0.0.1,");
        var run = await _business.InOfficeAsync("protect");
        Assert.True(run.ExitCode == 6, run.ToString());
        Assert.Contains("reached over ssh, which this version does not do", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_for_a_person_is_said_to_be_done_when_the_failover_is_taken_up()
    {
        _business.Replan("organization: Small Business", "organization: Small Business\npeople: { maria: { name: Maria } }");
        _business.Replan("      - run: \"true\"", "      - task: { who: maria, do: Open the letters. }");
        await _business.ProtectAsync();
        var failover = await _business.FailoverAsync();
        Assert.True(failover.ExitCode == 3, failover.ToString());
        Assert.Contains("is for maria: Open the letters.", failover.Output, StringComparison.Ordinal);

        var run = Path.GetFileName(Directory.EnumerateDirectories(_business["colo-state/runs"], "*-failover").Single());
        var resumed = await Built.RunAsync("run", "resume", run, "--done", "letters/task 1", "--state", _business["colo-state"]);
        Assert.True(resumed.ExitCode == 0, resumed.ToString());
    }

    public void Dispose() => _business.Dispose();

    private Task<ProgramRun> CheckAsync(params string[] more) => Built.RunAsync(["plan", "check", _business["office/holdfast.yaml"], .. more]);
}
