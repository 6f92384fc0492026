using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary>Predictions and results as tables for people and as plain values for programs.</summary>
internal static class Tables
{
    public static void Prediction(Screen screen, Loss loss, Prediction prediction, RecoveryGraph graph, DateTimeOffset now)
    {
        screen.Heading($"If \"{loss.Scenario.Name}\" happened now");
        screen.Table(
            ["", ">RTO", ">predicted", "founded on", ">RPO", ">loss at most", "founded on"],
            [
                .. graph.Systems.Zip(prediction.Systems, (system, expected) => Row(system.Name, system.Rto.Value, expected)),
                .. graph.Systems.Select(s => s.Rto.Value).OrderDescending().Take(1).Select(rto => Row("the business", rto, prediction.Business)),
            ]);
        screen.Line(prediction.Declaration.From == Provenance.Declared
            ? $"In each: {Spoken.Of(prediction.Declaration.Value!.Value)} until somebody declares it, which the plan declares and nothing measured."
            : "In none: the time until somebody declares it, which the plan does not say (declaration:).");
        foreach (var (system, why) in loss.Unrecoverable)
        {
            screen.Line($"UNRECOVERABLE: {system}: {why}.");
        }

        if (!prediction.Unmeasured.IsEmpty)
        {
            screen.Line($"Never measured: {string.Join(", ", prediction.Unmeasured)}. A drill would tell.");
        }

        IReadOnlyList<string> Row(string name, TimeSpan rto, Expectation e) =>
        [
            name,
            Spoken.Of(rto),
            Spoken.Of(e.Rto.Value, "unknown"),
            Spoken.Founding(e.Recovery, now),
            Spoken.Of(e.TargetRpo),
            Spoken.Of(e.Rpo.Value, "unknown"),
            Spoken.Founding(e.Rpo, now),
        ];
    }

    public static void Results(Screen screen, SystemResult business, IReadOnlyList<SystemResult> systems)
    {
        screen.Table(
            ["", ">RTO target", ">predicted", ">measured", ">RPO target", ">predicted", ">measured", "verdict"],
            [.. systems.Select(r => Row(r, r.System, r.WithinTarget)), Row(business, "the business", systems.All(s => s.WithinTarget))]);

        static IReadOnlyList<string> Row(SystemResult r, string name, bool within) =>
        [
            name,
            Spoken.Of(r.TargetRto),
            Spoken.Of(r.PredictedRto.Value, "unknown"),
            Spoken.Of(r.MeasuredRto, "not back"),
            Spoken.Of(r.TargetRpo),
            Spoken.Of(r.PredictedRpo.Value, "unknown"),
            Spoken.Of(r.MeasuredRpo, "nothing back"),
            within ? "within target" : r.MeasuredRto is null ? "NOT OPERATING" : "OUTSIDE TARGET",
        ];
    }

    public static object Plain(SystemResult r) => new
    {
        system = r.System,
        predictedRtoSeconds = r.PredictedRto.Value?.TotalSeconds,
        measuredRtoSeconds = r.MeasuredRto?.TotalSeconds,
        targetRtoSeconds = r.TargetRto.TotalSeconds,
        predictedRpoSeconds = r.PredictedRpo.Value?.TotalSeconds,
        measuredRpoSeconds = r.MeasuredRpo?.TotalSeconds,
        targetRpoSeconds = r.TargetRpo.TotalSeconds,
        provenance = r.PredictedRto.From,
        withinTarget = r.WithinTarget,
    };

    public static object Plain(Expectation e, ProtectedSystem system) => new
    {
        system = e.System,
        predictedRtoSeconds = e.Rto.Value?.TotalSeconds,
        rtoProvenance = e.Rto.From,
        recoveryProvenance = e.Recovery.From,
        recoverySamples = e.Recovery.Value is null ? 0 : e.Recovery.Samples,
        targetRtoSeconds = system.Rto.Value.TotalSeconds,
        predictedRpoSeconds = e.Rpo.Value?.TotalSeconds,
        rpoProvenance = e.Rpo.From,
        rpoSamples = e.Rpo.Value is null ? 0 : e.Rpo.Samples,
        targetRpoSeconds = system.Rpo.Value.TotalSeconds,
    };
}
