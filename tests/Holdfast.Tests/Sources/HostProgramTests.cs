using System.Diagnostics;
using Holdfast.Sources;
using Holdfast.Sources.Processes;
using Xunit;

namespace Holdfast.Tests.Sources;

public class HostProgramTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        var end = await new HostProgram("printf", ["%s|", "a b", "$(id)", "'", ""]).RunAsync(TimeProvider.System,
            TimeSpan.FromSeconds(10), Stop);

        Assert.Equal("a b|$(id)|'||", end.Output);
    }

    [Fact]
    public async Task Time_over_ends_the_program_and_all_that_it_started()
    {
        using var scratch = new Scratch();
        var program = new HostProgram("sh",
            ["-c", "sleep 300 & echo $! >child; (setsid sleep 300 & echo $! >far; wait); wait"]) { Folder = scratch.Path, OwnSession = true };

        var end = await program.RunAsync(TimeProvider.System, TimeSpan.FromSeconds(1), Stop);

        Assert.True(end.TimedOut);
        Assert.All(["child", "far"], name =>
            Assert.False(ProcessTable.Find(int.Parse(File.ReadAllText(scratch[name]), null)) is { IsAlive: true }));
    }

    [Fact]
    public async Task A_background_child_that_keeps_the_output_open_does_not_hold_us_up()
    {
        var begun = Stopwatch.GetTimestamp();

        var end = await new HostProgram("sh",
            ["-c", "sleep 20 & echo $!"]) { OwnSession = true }.RunAsync(TimeProvider.System, TimeSpan.FromSeconds(15), Stop);

        var child = ProcessTable.Find(int.Parse(end.Output, null));
        Assert.True(child is { IsAlive: true });
        ProcessTable.Send(child!.Value, Signal.Kill);
        Assert.True(end.IsGood);
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_missing_program_is_named()
    {
        var failure = await Assert.ThrowsAsync<HostException>(() =>
            new HostProgram("no-such-program", []).RunAsync(TimeProvider.System, TimeSpan.FromSeconds(1), Stop));

        Assert.Contains("no-such-program", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Much_output_is_read_to_its_end_and_only_the_end_is_kept()
    {
        var end = await new HostProgram("seq", ["1", "300000"]).RunAsync(TimeProvider.System, TimeSpan.FromSeconds(30), Stop);

        Assert.Equal("299999\n300000", end.LastLines(2));
        Assert.InRange(end.Output.Length, 1, 64 * 1024);
    }
}
