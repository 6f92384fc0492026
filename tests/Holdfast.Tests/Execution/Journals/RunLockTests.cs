using Holdfast.Execution.Journals;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Execution.Stores;
using Xunit;

namespace Holdfast.Tests.Execution.Journals;

/// <summary>What a lock of files does when processes die is in the tests of the store of files.</summary>
public sealed class RunLockTests
{
    private readonly MemoryRunStore _state = new();

    [Fact]
    public void A_second_failover_is_refused_and_the_first_is_named()
    {
        using var first = RunLock.Take(_state, RunKind.Failover, "first");
        var refused = Assert.Throws<RunRefusedException>(() => RunLock.Take(_state, RunKind.Failover, "second"));
        Assert.Contains("first", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drill_does_not_stand_in_the_way_of_a_failover()
    {
        using var drill = RunLock.Take(_state, RunKind.Drill, "drill");
        using var failover = RunLock.Take(_state, RunKind.Failover, "failover");
    }

    [Fact]
    public void When_the_first_has_ended_the_next_may_begin()
    {
        RunLock.Take(_state, RunKind.Failover, "first").Dispose();
        using var second = RunLock.Take(_state, RunKind.Failover, "second");
    }

    [Fact]
    public void A_run_is_held_under_its_whole_name()
    {
        using var taken = RunLock.Take(_state, RunKind.Failover, "first");
        Assert.True(RunLock.IsHeldFor(_state, RunKind.Failover, "first"));
        Assert.False(RunLock.IsHeldFor(_state, RunKind.Failover, "firs"));
        Assert.False(RunLock.IsHeldFor(_state, RunKind.Drill, "first"));
    }
}
