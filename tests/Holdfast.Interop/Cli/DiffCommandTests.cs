using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast plan diff</c>, as a merge request uses it: what a change of the plan does to recovery.</summary>
public sealed class DiffCommandTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    public DiffCommandTests()
    {
        _business.Replan("- run: \"true\"", "- run: \"true\"\n        takes: 1 minute");
        _business.Replan("- restore: letters", "- restore: letters\n        takes: 10 minutes");
        _business.Replan("{ files: letters, at least: 2 }\n", "{ files: letters, at least: 2 }\n        takes: 1 second\n");
        _business.Write("office/before.yaml", _business.Read("office/holdfast.yaml"));
    }

    [Fact]
    public async Task The_same_plan_changes_nothing_and_what_is_unknown_is_called_so()
    {
        var run = await DiffAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.StartsWith("Nothing changes.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("As before: 1 RTO unknown, 1 within.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_no_longer_met_is_the_first_line_and_exit_code_5()
    {
        _business.Replan("takes: 10 minutes", "takes: 2 hours");
        var run = await DiffAsync();
        Assert.Equal(5, run.ExitCode);
        Assert.Matches("^letters: .* → 2 h.* in \"office fire\", RTO 1 h: fails\\.\n", run.Output);
        Assert.Contains("system letters, step restore: expected time 10 min → 2 h", run.Output, StringComparison.Ordinal);
        Assert.Contains("WORSE: outside RTO", run.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await DiffAsync("--json")).Output);
        Assert.True(json.RootElement.GetProperty("worse").GetBoolean());
        var letters = json.RootElement.GetProperty("scenarios")[0].GetProperty("systems").EnumerateArray().Single(s => s.GetProperty("system").GetString() == "letters");
        Assert.Equal(("worse", "kept", "missed"), (letters.GetProperty("change").GetString(), letters.GetProperty("before").GetProperty("rto").GetString(), letters.GetProperty("after").GetProperty("rto").GetString()));
        Assert.True(letters.GetProperty("after").GetProperty("rtoP50Seconds").GetDouble() > 3600);
    }

    [Fact]
    public async Task A_system_that_is_lost_for_good_now_is_named_with_the_reason()
    {
        _business.Replan("recovers on: colo-server\n    protect: { files: orders, every: 30 minutes, to: [nas, vault] }", "recovers on: colo-server\n    protect: { files: orders, every: 30 minutes, to: [nas] }");
        var run = await DiffAsync();
        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith("orders: unknown → never in \"office fire\": every repository that holds it (nas) is lost too.", run.Output, StringComparison.Ordinal);
        Assert.Contains("UNRECOVERABLE now: orders", run.Output, StringComparison.Ordinal);
        Assert.Contains("system orders: to nas, vault → nas", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_finding_that_is_an_error_is_exit_code_5_and_one_that_goes_is_good()
    {
        _business.Replan("every: 30 minutes, to: [nas, vault] }\n    recover:\n      - restore: orders", "every: 2 hours, to: [nas, vault] }\n    recover:\n      - restore: orders");
        var run = await DiffAsync();
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("error: system \"orders\" is backed up every 2 hours", run.Output, StringComparison.Ordinal);
        var back = await Built.RunAsync("plan", "diff", _business["office/holdfast.yaml"], _business["office/before.yaml"], "--state", State());
        Assert.True(back.ExitCode == 0, back.ToString());
        Assert.StartsWith("Nothing gets worse beyond a target. orders: loses at most 2 h → 30 min", back.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_measured_counts_for_both_plans()
    {
        await _business.ProtectAsync();
        var run = await DiffAsync("--state", _business["state"]);
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains($"Both plans by the same evidence: {_business["state"]}.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_or_folder_that_is_not_there_and_a_plan_with_mistakes_are_errors()
    {
        var missing = await Built.RunAsync("plan", "diff", _business["office/before.yaml"], _business["none.yaml"]);
        Assert.Equal((2, ""), (missing.ExitCode, missing.Output));
        Assert.Contains("There is no plan at " + _business["none.yaml"], missing.Error, StringComparison.Ordinal);
        var folder = await DiffAsync("--state", _business["none"]);
        Assert.Equal((2, ""), (folder.ExitCode, folder.Output));
        Assert.Contains("There is no folder " + _business["none"], folder.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_business["none"]));
        _business.Replan("rpo: 1 hour", "rop: 1 hour");
        Assert.Equal(4, (await DiffAsync()).ExitCode);
        Assert.Equal(2, (await Built.RunAsync("plan", "diff", _business["office/before.yaml"])).ExitCode);
    }

    public void Dispose() => _business.Dispose();

    private Task<ProgramRun> DiffAsync(params string[] more) =>
        Built.RunAsync(["plan", "diff", _business["office/before.yaml"], _business["office/holdfast.yaml"], .. more.Contains("--state") ? more : [.. more, "--state", State()]]);

    /// <summary>A folder in which nothing is remembered.</summary>
    private string State() => Directory.CreateDirectory(_business["empty"]).FullName;
}
