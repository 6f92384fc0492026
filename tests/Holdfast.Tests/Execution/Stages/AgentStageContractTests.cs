using Holdfast.Execution.Plans;
using Holdfast.Execution.Stages;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Execution.Stages;

public sealed class AgentStageContractTests : StageContract
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference.Replace("wait: 10 seconds", "wait: 1 ms", StringComparison.Ordinal));

    private protected override async Task DriveAsync(Func<IStage, IStage> watch)
    {
        var stop = TestContext.Current.CancellationToken;
        var world = new World(Plan, "/plan", true, new Dictionary<string, RepositoryAddress>());
        var point = new RecoveryPoint("booking", "vault", "abc", DateTimeOffset.UnixEpoch, 1, true);
        await using var stage = new AgentStage(world, "the-run", [point], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, new ObedientHosts(), TimeProvider.System, stop);
        await RunLoop.DriveAsync(Run.Of(RecoveryGraph.Of(Plan, ["booking"])), watch(stage), new Heard(), stop);
    }
}
