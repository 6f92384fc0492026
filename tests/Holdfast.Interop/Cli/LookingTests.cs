using System.Text.Json;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>What only looks changes nothing that another command says; no recovery waits for a figure; and good is what is so now.</summary>
public sealed class LookingTests : IDisposable
{
    private readonly SmallBusiness _business = new();

    [Fact]
    public async Task Looking_makes_nothing_and_changes_nothing_that_is_said_of_the_plan()
    {
        var everything = _business.Everything();
        var before = await Built.RunAsync("plan", "check", _business["office/holdfast.yaml"], "--json");
        Assert.True(before.ExitCode == 0, before.ToString());
        foreach (var look in new string[][] { ["status", "--offline"], ["status"], ["status", "--score"], ["predict", "--all"], ["predict"], ["advise"], ["metrics"], ["report", "--output", "-"] })
        {
            var looked = await _business.InOfficeAsync(look);
            Assert.True(looked.ExitCode is 0 or 5, looked.ToString());
            Assert.Equal(everything, _business.Everything());
        }

        Assert.Equal(before.Output, (await Built.RunAsync("plan", "check", _business["office/holdfast.yaml"], "--json")).Output);
    }

    [Fact]
    public async Task After_a_drill_that_restored_nothing_of_one_system_everything_is_still_answered_and_drilled()
    {
        _business.Write("office/letters/a.txt", "");
        _business.Write("office/letters/b.txt", "");
        await _business.InOfficeAsync("protect");
        await _business.InOfficeAsync("drill");
        foreach (var command in new string[][] { ["status"], ["predict", "--all"], ["advise"], ["drill"], ["status", "--score"] })
        {
            var run = await _business.InOfficeAsync(command);
            Assert.True(run.ExitCode is 0 or 5 or 3, run.ToString());
            Assert.DoesNotContain("Exception", run.Error + run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_drill_left_out_a_changed_step_and_a_failover_each_take_the_good_away()
    {
        await _business.ProtectAsync();
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        Assert.Empty(await LacksAsync());

        _business.Replan("- run: \"true\"", "- run: \"true && true\"");
        Assert.Equal(["letters: plan changed"], await LacksAsync());
        _business.Replan("- run: \"true && true\"", "- run: \"true\"\n        in a drill: skip\n        because: it would call everyone");
        Assert.Equal(["letters: plan changed"], await LacksAsync());
        Assert.Equal(0, (await _business.InOfficeAsync("drill")).ExitCode);
        Assert.Equal(["letters: steps replaced"], await LacksAsync());

        var failover = await _business.InOfficeAsync("failover", "--yes");
        Assert.True(failover.ExitCode == 0, failover.ToString());
        Assert.Equal(["orders: failed over", "letters: failed over"], await LacksAsync());
    }

    public void Dispose() => _business.Dispose();

    private async Task<string[]> LacksAsync()
    {
        var status = await _business.InOfficeAsync("status", "--json");
        using var json = JsonDocument.Parse(status.Output);
        return
        [
            .. json.RootElement.GetProperty("systems").EnumerateArray().SelectMany(system => system.GetProperty("lacks").EnumerateArray()
                .Select(lack => $"{system.GetProperty("system").GetString()}: {lack.GetProperty("kind").GetString()}")),
        ];
    }
}
