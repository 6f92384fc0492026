using Holdfast.Recovery.Runs;
using Holdfast.Execution;
using Holdfast.Execution.Journals;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Journals;

public sealed class RunLockTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public void A_second_failover_is_refused_and_the_first_is_named()
    {
        var state = new StateFolder(_scratch["state"]);
        using var first = RunLock.Take(state, RunKind.Failover, "first");
        var refused = Assert.Throws<RunRefusedException>(() => RunLock.Take(state, RunKind.Failover, "second"));
        Assert.Contains("first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drill_does_not_stand_in_the_way_of_a_failover()
    {
        var state = new StateFolder(_scratch["state"]);
        using var drill = RunLock.Take(state, RunKind.Drill, "drill");
        using var failover = RunLock.Take(state, RunKind.Failover, "failover");
    }

    [Fact]
    public void When_the_first_has_ended_the_next_may_begin()
    {
        var state = new StateFolder(_scratch["state"]);
        RunLock.Take(state, RunKind.Failover, "first").Dispose();
        using var second = RunLock.Take(state, RunKind.Failover, "second");
    }

    [Fact]
    public void A_lock_that_cannot_be_made_is_not_taken_for_one_that_is_held()
    {
        var state = new StateFolder(_scratch["state"]);
        RunLock.Take(state, RunKind.Failover, "long ago").Dispose();
        File.Delete(state.LockOf(RunKind.Failover));
        Directory.CreateDirectory(state.LockOf(RunKind.Failover));
        Assert.ThrowsAny<SystemException>(() => RunLock.Take(state, RunKind.Failover, "now"));
    }

    [Fact]
    public void A_process_that_got_the_number_of_a_dead_one_does_not_carry_out_its_run()
    {
        var state = new StateFolder(_scratch["state"]);
        RunLock.Take(state, RunKind.Failover, "first").Dispose();
        Assert.True(RunLock.IsHeldFor(state, RunKind.Failover, "first"));
        Assert.False(RunLock.IsHeldFor(state, RunKind.Failover, "firs"));
        var holder = state.LockOf(RunKind.Failover) + ".holder";
        var text = File.ReadAllText(holder);
        File.WriteAllText(holder, text.Replace("started ", "started 9", StringComparison.Ordinal));
        Assert.False(RunLock.IsHeldFor(state, RunKind.Failover, "first"));
        File.WriteAllText(holder, text.Replace("boot ", "boot another", StringComparison.Ordinal));
        Assert.False(RunLock.IsHeldFor(state, RunKind.Failover, "first"));
    }

    [Fact]
    public void Files_from_before_the_start_was_written_are_told_by_the_number_alone()
    {
        var state = new StateFolder(_scratch["state"]);
        File.WriteAllText(state.LockOf(RunKind.Failover) + ".holder", $"first (process {Environment.ProcessId})");
        Assert.True(RunLock.IsHeldFor(state, RunKind.Failover, "first"));
        File.WriteAllText(state.LockOf(RunKind.Failover) + ".holder", "first (process 99999999)");
        Assert.False(RunLock.IsHeldFor(state, RunKind.Failover, "first"));
        File.WriteAllText(state.LockOf(RunKind.Failover) + ".holder", "what is that");
        Assert.False(RunLock.IsHeldFor(state, RunKind.Failover, "first"));
    }

    public void Dispose() => _scratch.Dispose();
}
