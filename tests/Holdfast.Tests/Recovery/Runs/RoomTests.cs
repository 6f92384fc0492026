using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

/// <summary>How many steps a host carries out at once, and who comes first.</summary>
public class RoomTests
{
    [Fact]
    public void Of_equally_urgent_steps_the_first_of_the_plan_gets_the_room_and_who_is_tried_again_waits_anew()
    {
        var run = RunOf([On("there", "a"), On("there", "b"), On("there", "c")], HostWith("there", 1));
        Assert.Equal(["a/1"], run.ReadySteps());
        Assert.Empty(run.Start("a/1").ReadySteps());
        Assert.Equal(["b/1"], run.Fail("a/1").ReadySteps());
        Assert.Equal(["c/1"], run.Start("b/1").End("b/1").ReadySteps());
        Assert.Equal(["a/1"], run.Start("c/1").End("c/1").ReadySteps());
    }

    [Fact]
    public void Who_comes_first_is_the_same_whether_or_not_somebody_looked_meanwhile()
    {
        ImmutableArray<RunEvent> journal = [new StepStarted(Noon, Step("a/1")), new StepFailed(Noon, Step("a/1"), "disk full", null)];
        var replayed = Run.Of(GraphOf([On("there", "a"), On("there", "b")]), journal);
        Assert.Equal(["b/1", "a/1"], replayed.ReadySteps());
    }

    [Fact]
    public void Each_host_has_its_own_room_and_one_without_a_limit_has_enough()
    {
        var run = RunOf(
            [On("small", "a"), On("large", "b"), On("small", "c"), On("large", "d"), On("large", "e"), On("endless", "f"), On("endless", "g")],
            HostWith("small", 1),
            HostWith("endless", null),
            HostWith("large", 2));
        Assert.Equal(["a/1", "b/1", "d/1", "f/1", "g/1"], run.ReadySteps());
        Assert.Equal(["b/1", "d/1", "f/1", "g/1"], run.Start("a/1").ReadySteps());
    }

    [Fact]
    public void People_take_no_room_on_a_machine()
    {
        var run = RunOf([On("there", "a"), SystemOf("b", [], Person("1"), Machine("2"))], HostWith("there", 1)).Start("a/1");
        Assert.Equal(["b/1"], run.ReadySteps());
        Assert.Empty(run.Start("b/1").End("b/1").ReadySteps());
        Assert.Equal(["b/2"], run.End("a/1").ReadySteps());
    }

    private static ProtectedSystem On(string host, string system) => SystemOf(system, [], Machine("1") with { Retries = 1 }) with { RecoversOn = host };

    private static Host HostWith(string name, int? atOnce) => new(name, "colo", new("/", ImmutableSortedDictionary<string, int>.Empty), null) { AtOnce = atOnce };
}
