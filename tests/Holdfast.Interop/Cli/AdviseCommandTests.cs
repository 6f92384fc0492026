using System.Text.Json;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary><c>holdfast advise</c>, as somebody asks it who wonders what to change.</summary>
public sealed class AdviseCommandTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Before_anything_was_measured_the_advice_is_to_measure()
    {
        var run = await _business.InOfficeAsync("advise");
        Assert.True(run.ExitCode == 5, run.ToString());
        Assert.StartsWith("Nothing is known to miss a target, and of 2 of 2 systems nobody knows: measure first.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("holdfast drill --scenario \"office fire\" would tell.", run.Output, StringComparison.Ordinal);
        Assert.Contains("RPO 1 h: every 30 min (how long verifying takes was never measured) keeps it", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_drill_it_is_good_as_it_is_and_measured()
    {
        await _business.ProtectAsync();
        var drill = await _business.InOfficeAsync("drill");
        Assert.True(drill.ExitCode == 0, drill.ToString());
        var run = await _business.InOfficeAsync("advise");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.StartsWith("Good as it is, and measured.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Copies: 3-2-1-1-0 lacks a second medium; a copy that is offline or immutable", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_and_a_restore_that_break_the_targets_are_told_with_what_keeps_them()
    {
        _business.Replan("protect: { files: orders, every: 30 minutes", "protect: { files: orders, every: 3 hours");
        _business.Replan("- restore: letters", "- restore: letters\n        takes: 3 hours");
        _business.Replan("scenarios:\n", "processes:\n  sell: { needs: [letters], costs: 600 an hour }\nscenarios:\n");
        _business.Replan("- run: \"true\"\n", "- run: \"true\"\n        takes: 1 second\n");
        _business.Replan("{ files: letters, at least: 2 }\n        timeout", "{ files: letters, at least: 2 }\n        takes: 1 second\n        timeout");
        var run = await _business.InOfficeAsync("advise");
        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith("2 of 2 systems miss a target: orders, letters.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("1. system letters has a warm standby\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"saves 1 [78]\d\d USD of each ""office fire""", run.Output);
        Assert.Contains("BREAKS it: write  every: 1 hour", run.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await _business.InOfficeAsync("advise", "--json", "--system", "letters")).Output);
        var letters = Assert.Single(json.RootElement.GetProperty("systems").EnumerateArray());
        Assert.Equal(("letters", "missed", 3600), (letters.GetProperty("system").GetString(), letters.GetProperty("rto").GetString(), letters.GetProperty("targetRtoSeconds").GetInt32()));
        var measure = json.RootElement.GetProperty("measures")[0];
        Assert.Equal(("SystemStandby", "declared", 1), (measure.GetProperty("kind").GetString(), measure.GetProperty("provenance").GetString(), Math.Sign(measure.GetProperty("mends").GetInt32())));
    }

    [Fact]
    public async Task A_system_that_is_not_there_is_an_error_that_guesses_and_a_plan_with_mistakes_is_refused()
    {
        var run = await _business.InOfficeAsync("advise", "--system", "leters");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("HINT: Did you mean \"letters\"?", run.Error, StringComparison.Ordinal);
        _business.Replan("rpo: 1 hour", "rop: 1 hour");
        Assert.Equal(4, (await _business.InOfficeAsync("advise")).ExitCode);
    }

    public void Dispose() => _business.Dispose();
}
