using Holdfast.Execution.Plans;
using Holdfast.Execution.Stages;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Execution.Stages;

/// <summary>Steps of every kind, for real and in a drill, on hosts that do all they are told.</summary>
public class AgentStageTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference.Replace("wait: 10 seconds", "wait: 1 ms", StringComparison.Ordinal));

    [Fact]
    public async Task A_drill_skips_and_replaces_what_the_plan_says_and_tells_so()
    {
        var (events, orders) = await RunAsync(drill: true, "booking");
        Assert.Empty(events.OfType<StepFailed>());
        var instead = events.OfType<StepSucceeded>().Where(e => e.Instead is not null).ToDictionary(e => e.Step.Step, e => (e.Instead, e.Note));
        Assert.Equal(("skipped", "skipped in a drill: it would send real patients to the drill"), instead["switch the public"]);
        Assert.Equal("another command", instead["provision 1"].Instead);
        Assert.Equal(["approval 1", "notify 1", "provision 1", "switch the public"], instead.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["certificates", "check"], Assert.Single(orders.OfType<RunCommandOrder>()).Command);
    }

    [Fact]
    public async Task Waiting_provisioning_and_switching_by_a_program_are_carried_out()
    {
        var (events, orders) = await RunAsync(drill: false, "telephones");
        Assert.Empty(events.OfType<StepFailed>());
        Assert.Equal(["telephones", "divert", "colo"], Assert.Single(orders.OfType<RunCommandOrder>()).Command);
        var waited = (await RunAsync(drill: true, "booking")).Events.OfType<StepSucceeded>().Single(e => e.Step.Step == "wait 1");
        Assert.Null(waited.Instead);
    }

    [Fact]
    public async Task A_unit_is_started_when_it_counts_and_left_alone_in_a_drill()
    {
        var plan = Change.IsAcceptedInReference("switch: { run: [telephones, divert, colo], as: root, repeatable: true }", "service: asterisk");
        var (_, orders) = await RunAsync(drill: false, "telephones", plan);
        Assert.Equal(["systemctl", "start", "--", "asterisk"], Assert.Single(orders.OfType<RunCommandOrder>()).Command);
        var (events, drilled) = await RunAsync(drill: true, "telephones", plan);
        Assert.Empty(drilled.OfType<RunCommandOrder>());
        Assert.Equal("skipped", events.OfType<StepSucceeded>().Single(e => e.Step.Step == "service asterisk").Instead);
    }

    private static async Task<(List<RunEvent> Events, List<Order> Orders)> RunAsync(bool drill, string system, Plan? other = null)
    {
        var plan = other ?? Plan;
        var world = new World(plan, "/plan", drill, new Dictionary<string, RepositoryAddress>());
        var link = new ObedientHosts();
        var journal = new Heard();
        var point = new RecoveryPoint(system, "vault", "abc", DateTimeOffset.UnixEpoch, 1, true);
        await using var stage = new AgentStage(world, "the-run", [point], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, link, TimeProvider.System, TestContext.Current.CancellationToken);
        await RunLoop.DriveAsync(Run.Of(RecoveryGraph.Of(plan, [system])), stage, journal, TestContext.Current.CancellationToken);
        return (journal.Events, link.Orders);
    }
}
