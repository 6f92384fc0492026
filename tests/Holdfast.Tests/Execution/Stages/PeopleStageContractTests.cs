using Holdfast.Execution.Codes;
using Holdfast.Execution.Inboxes;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stages;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Recovery.Runs;
using Holdfast.Tests.Restic;
using Xunit;

namespace Holdfast.Tests.Execution.Stages;

/// <summary>With a person who never answers, after whom the time is over.</summary>
public sealed class PeopleStageContractTests : StageContract
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference.Replace("wait: 10 seconds", "wait: 1 ms", StringComparison.Ordinal));

    private protected override async Task DriveAsync(Func<IStage, IStage> watch)
    {
        var stop = TestContext.Current.CancellationToken;
        var clock = new SkippingClock();
        var state = new MemoryRunStore();
        var world = new World(Plan, "/plan", false, new Dictionary<string, RepositoryAddress>());
        var point = new RecoveryPoint("documents", "vault", "abc", DateTimeOffset.UnixEpoch, 1, true);
        var run = Run.Of(RecoveryGraph.Of(Plan, ["documents"]));
        await using var machines = new AgentStage(world, "the-run", [point], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new ObedientHosts(), clock, stop);
        var stage = new PeopleStage(run, world, machines, new InboxReader(run, new Inbox(state, "the-run"), new CodeBook(state, clock)), clock, () => Task.CompletedTask);
        var began = new RunBegan(
            stage.Now, "the-run", RunKind.Failover, "Harbor Dental", "fire", "", "/plan", stage.Now, DisasterSource.Given, ["documents"], [], [point], [], []);
        await RunLoop.DriveAsync(run.Apply(began), watch(stage), new Heard(), stop);
    }
}
