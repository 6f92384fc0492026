using System.Diagnostics;
using Holdfast.Protocol;
using Holdfast.Sources.Processes;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>Commands that outlived the Holdfast which ran them.</summary>
public sealed class LeftoverTests : AgentFixture
{
    private static readonly RunMark Mark = new("the-run", "letters/run 1", Drill: false);

    private readonly List<Process> _left = [];

    [Fact]
    public async Task What_an_earlier_try_of_the_step_left_is_ended_before_the_step_begins_again()
    {
        var left = Leave(Mark);
        var done = await DoneAsync(new RunCommandOrder(Scratch.Path, ["sh", "-c", $"kill -0 {left.Pid} && exit 7; exit 0"], null, TimeSpan.FromSeconds(20), Mark));
        Assert.Contains($"was ended first: sleep (pid {left.Pid})", done.Note, StringComparison.Ordinal);
        Assert.False(ProcessTable.IsAlive(left.Pid, left.StartTime));
    }

    [Theory]
    [InlineData("another-run", "letters/run 1")]
    [InlineData("the-run", "letters/run 10")]
    [InlineData("the-run", "orders/run 1")]
    public async Task What_another_step_or_run_left_is_not_touched(string run, string step)
    {
        var left = Leave(new(run, step, Drill: false));
        Assert.Null((await DoneAsync(new RunCommandOrder(Scratch.Path, ["true"], null, TimeSpan.FromSeconds(20), Mark))).Note);
        Assert.True(ProcessTable.IsAlive(left.Pid, left.StartTime));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_knows_its_run_its_step_and_whether_it_is_a_drill(bool drill)
    {
        await DoneAsync(new RunCommandOrder(
            Scratch.Path, ["sh", "-c", "echo \"$HOLDFAST_RUN $HOLDFAST_STEP $HOLDFAST_FOLDER ${HOLDFAST_DRILL-no}\" >said"], null, TimeSpan.FromSeconds(20), Mark with { Drill = drill }));
        Assert.Equal($"the-run letters/run 1 {Scratch.Path} {(drill ? "1" : "no")}\n", await File.ReadAllTextAsync(Scratch["said"], Stop));
    }

    public override void Dispose()
    {
        foreach (var process in _left)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        base.Dispose();
    }

    private ProcessEntry Leave(RunMark mark)
    {
        var process = new HostProgram("sleep", ["300"])
        {
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = "/usr/bin:/bin", ["HOLDFAST_FOLDER"] = Scratch.Path, ["HOLDFAST_RUN"] = mark.Run, ["HOLDFAST_STEP"] = mark.Step,
            },
        }.Start();
        _left.Add(process);
        return ProcessTable.Find(process.Id)!.Value;
    }
}
