using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Runs;

/// <summary>A prediction as plain values for programs. Stable: names are added, never changed.</summary>
public static class PredictionJson
{
    public static JsonObject Of(Loss loss, Prediction prediction, JsonObject? whatIf = null) => new JsonObject
    {
        { "scenario", loss.Scenario.Name },
        { "declarationSeconds", Seconds(prediction.Declaration) },
        { "simulations", prediction.Simulations },
        { "systems", SystemsOf(loss, prediction) },
        { "predictedRtoSeconds", Seconds(prediction.Business.Rto) },
        { "predictedRtoP90Seconds", Seconds(prediction.Business.RtoP90) },
        { "predictedRpoSeconds", Seconds(prediction.Business.Rpo) },
        { "provenance", prediction.Business.Rto.From },
        { "processes", prediction.Processes.Select(Of) },
        { "order", prediction.Order.Systems },
        { "criticalPath", prediction.CriticalPath.Select(Of) },
        { "unrecoverable", loss.Unrecoverable },
        { "neverShown", LossOutlook.NeverShownOf(loss) },
        { "waiting", Of(Waiting.Of(loss, prediction)) },
        { "unmeasured", prediction.Unmeasured.Select(s => s.ToString()) },
        { "whatIf", whatIf },
    };

    public static JsonObject Of(Sweep sweep) => new JsonObject
    {
        { "losses", sweep.Ranked.Select(o => new JsonObject
        {
            { "scenario", o.Scenario.Name },
            { "declared", o.Declared },
            { "systems", o.Systems },
            { "unrecoverable", o.Unrecoverable },
            { "neverShown", o.NeverShown },
            { "predictedRtoSeconds", Seconds(o.Business.Rto) },
            { "predictedRtoP90Seconds", Seconds(o.Business.RtoP90) },
            { "predictedRpoSeconds", Seconds(o.Business.Rpo) },
            { "provenance", o.Business.Rto.From },
            { "worst", o.Worst is null ? null : new JsonObject { { "of", o.Worst.Of }, { "objective", o.Worst.Objective.ToString().ToLowerInvariant() }, { "ratio", o.Worst.Ratio } } },
            { "processesStopped", o.Stopped },
            { "cost", o.Cost },
            { "good", o.IsGood },
        }) },
        { "harmless", sweep.Harmless },
    };

    private static IEnumerable<JsonObject> SystemsOf(Loss loss, Prediction prediction)
    {
        var systems = loss.Systems.ToDictionary(s => s.Name);
        var sources = prediction.Sources.ToDictionary(s => s.System);
        var holds = prediction.Holds.ToDictionary(h => h.System);
        return prediction.Systems.Select(e => Of(e, systems[e.System], sources.GetValueOrDefault(e.System), holds.GetValueOrDefault(e.System)));
    }

    private static JsonObject Of(Expectation e, ProtectedSystem system, CopySource? source, SystemHold? hold) => new JsonObject
    {
        { "system", e.System },
        { "predictedRtoSeconds", Seconds(e.Rto) },
        { "predictedRtoP90Seconds", Seconds(e.RtoP90) },
        { "rtoProvenance", e.Rto.From },
        { "rtoP90Provenance", e.RtoP90.From },
        { "recoveryProvenance", e.Recovery.From },
        { "recoverySamples", e.Recovery.Value is null ? 0 : e.Recovery.Samples },
        { "recoveryAsOf", e.Recovery.AsOf },
        { "targetRtoSeconds", system.Rto.Value.TotalSeconds },
        { "predictedRpoSeconds", Seconds(e.Rpo) },
        { "rpoProvenance", e.Rpo.From },
        { "rpoSamples", e.Rpo.Value is null ? 0 : e.Rpo.Samples },
        { "targetRpoSeconds", system.Rpo.Value.TotalSeconds },
        { "restoredFrom", source?.Chosen.Repository },
        { "restoredFromWhy", source?.Why },
        { "heldBackSeconds", hold?.For.TotalSeconds ?? 0 },
        { "heldBackBy", hold?.Longest.By },
        { "heldBackOn", hold?.Longest.On },
    };

    private static JsonObject? Of(Waiting? waiting) => waiting is null ? null : new JsonObject
    {
        { "overSeconds", waiting.Over.TotalSeconds }, { "sooner", waiting.Sooner.Select(e => e.System) }, { "only", waiting.Only }, { "later", waiting.Later },
    };

    private static JsonObject Of(ProcessPrediction p) => new JsonObject
    {
        { "process", p.Process.Name },
        { "mtpdSeconds", p.Process.Mtpd?.TotalSeconds },
        { "minimumService", Of(p.MinimumService) },
        { "byWorkaround", p.ByWorkaround },
        { "operating", Of(p.Operating) },
        { "fullService", Of(p.FullService) },
        { "backlogCleared", Of(p.BacklogCleared) },
        { "neverCaughtUp", p.NeverCaughtUp },
        { "cost", p.Cost },
        { "costP90", p.CostP90 },
        { "never", p.Never },
        { "withinMtpd", p.WithinMtpd },
    };

    private static JsonObject Of(Outlook outlook) => new JsonObject { { "p50Seconds", Seconds(outlook.P50) }, { "p90Seconds", Seconds(outlook.P90) }, { "provenance", outlook.P50.From } };

    private static JsonObject Of(TimelineStep step) => new JsonObject
    {
        { "step", step.Step.ToString() },
        { "fromSeconds", step.Ready.TotalSeconds },
        { "untilSeconds", step.Done.TotalSeconds },
        { "aloneSeconds", Seconds(step.Alone) },
        { "sharedSeconds", step.Shared.TotalSeconds },
        { "provenance", step.Alone.From },
    };

    private static double? Seconds(Figure figure) => figure.Value?.TotalSeconds;
}
