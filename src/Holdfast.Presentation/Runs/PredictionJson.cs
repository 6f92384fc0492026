using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Runs;

/// <summary>A prediction as plain values for programs. Stable: names are added, never changed.</summary>
public static class PredictionJson
{
    public static object Of(Loss loss, Prediction prediction, object? whatIf = null) => new
    {
        scenario = loss.Scenario.Name,
        declarationSeconds = Seconds(prediction.Declaration),
        simulations = prediction.Simulations,
        systems = prediction.Systems.Select(e => Of(e, loss.Systems.First(s => s.Name == e.System))),
        predictedRtoSeconds = Seconds(prediction.Business.Rto),
        predictedRtoP90Seconds = Seconds(prediction.Business.RtoP90),
        predictedRpoSeconds = Seconds(prediction.Business.Rpo),
        provenance = prediction.Business.Rto.From,
        processes = prediction.Processes.Select(Of),
        criticalPath = prediction.CriticalPath.Select(Of),
        unrecoverable = loss.Unrecoverable,
        unmeasured = prediction.Unmeasured.Select(s => s.ToString()),
        whatIf,
    };

    public static object Of(Sweep sweep) => new
    {
        losses = sweep.Ranked.Select(o => new
        {
            scenario = o.Scenario.Name,
            declared = o.Declared,
            systems = o.Systems,
            unrecoverable = o.Unrecoverable,
            predictedRtoSeconds = Seconds(o.Business.Rto),
            predictedRtoP90Seconds = Seconds(o.Business.RtoP90),
            predictedRpoSeconds = Seconds(o.Business.Rpo),
            provenance = o.Business.Rto.From,
            worst = o.Worst is null ? null : new { of = o.Worst.Of, objective = o.Worst.Objective.ToString().ToLowerInvariant(), ratio = o.Worst.Ratio },
            processesStopped = o.Stopped,
            cost = o.Cost,
            good = o.IsGood,
        }),
        harmless = sweep.Harmless,
    };

    private static object Of(Expectation e, ProtectedSystem system) => new
    {
        system = e.System,
        predictedRtoSeconds = Seconds(e.Rto),
        predictedRtoP90Seconds = Seconds(e.RtoP90),
        rtoProvenance = e.Rto.From,
        rtoP90Provenance = e.RtoP90.From,
        recoveryProvenance = e.Recovery.From,
        recoverySamples = e.Recovery.Value is null ? 0 : e.Recovery.Samples,
        recoveryAsOf = e.Recovery.AsOf,
        targetRtoSeconds = system.Rto.Value.TotalSeconds,
        predictedRpoSeconds = Seconds(e.Rpo),
        rpoProvenance = e.Rpo.From,
        rpoSamples = e.Rpo.Value is null ? 0 : e.Rpo.Samples,
        targetRpoSeconds = system.Rpo.Value.TotalSeconds,
    };

    private static object Of(ProcessPrediction p) => new
    {
        process = p.Process.Name,
        mtpdSeconds = p.Process.Mtpd?.TotalSeconds,
        minimumService = Of(p.MinimumService),
        byWorkaround = p.ByWorkaround,
        operating = Of(p.Operating),
        fullService = Of(p.FullService),
        backlogCleared = Of(p.BacklogCleared),
        neverCaughtUp = p.NeverCaughtUp,
        cost = p.Cost,
        costP90 = p.CostP90,
        never = p.Never,
        withinMtpd = p.WithinMtpd,
    };

    private static object Of(Outlook outlook) => new { p50Seconds = Seconds(outlook.P50), p90Seconds = Seconds(outlook.P90), provenance = outlook.P50.From };

    private static object Of(TimelineStep step) => new
    {
        step = step.Step.ToString(),
        fromSeconds = step.Ready.TotalSeconds,
        untilSeconds = step.Done.TotalSeconds,
        aloneSeconds = Seconds(step.Alone),
        sharedSeconds = step.Shared.TotalSeconds,
        provenance = step.Alone.From,
    };

    private static double? Seconds(Figure figure) => figure.Value?.TotalSeconds;
}
