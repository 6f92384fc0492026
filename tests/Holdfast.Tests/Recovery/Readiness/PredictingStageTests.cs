using Holdfast.Recovery.Readiness.Simulation;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness;

public sealed class PredictingStageTests : StageContract
{
    private protected override async Task DriveAsync(Func<IStage, IStage> watch)
    {
        var plan = ExamplePlans.Read(ExamplePlans.Reference);
        var graph = RecoveryGraph.Of(plan, [.. plan.Systems.Select(s => s.Name)]);
        double[] seconds = [.. Enumerable.Range(1, graph.Steps.Length).Select(i => (i * 7) % 11 / 2.0)];
        await RunLoop.DriveAsync(
            Run.Of(graph), watch(new PredictingStage(DateTimeOffset.UnixEpoch, Contention.None(graph), seconds, RecoveryOrder.Of(graph))), new NoJournal(), TestContext.Current.CancellationToken);
    }
}
