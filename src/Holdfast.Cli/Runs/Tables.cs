using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary>Predictions and results as tables for people and as plain values for programs.</summary>
internal static class Tables
{
    private const string Never = "never";

    public static void Prediction(Screen screen, Loss loss, Prediction prediction, RecoveryGraph graph, DateTimeOffset now)
    {
        screen.Heading($"If \"{loss.Scenario.Name}\" happened now");
        screen.Table(
            ["", ">RTO", ">predicted", "founded on", ">RPO", ">loss at most", "founded on"],
            [
                .. graph.Systems.Zip(prediction.Systems, (system, expected) => Row(system.Name, system.Rto.Value, expected)),
                .. loss.Systems.Where(s => loss.Unrecoverable.ContainsKey(s.Name)).Select(s => Lost(s.Name, s.Rto.Value, Never)),
                .. loss.Systems.Select(s => s.Rto.Value).OrderDescending().Take(1).Select(rto => loss.Unrecoverable.IsEmpty
                    ? Row("the business", rto, prediction.Business)
                    : Lost("the business", rto, graph.Systems.IsEmpty ? Never : Assessment.NotAll)),
            ]);
        screen.Line(prediction.Declaration.From == Provenance.Declared
            ? $"In each: {Spoken.Of(prediction.Declaration.Value!.Value)} until somebody declares it, which the plan declares and nothing measured."
            : "In none: the time until somebody declares it, which the plan does not say (declaration:).");
        foreach (var sentence in Unrecoverables(graph.Plan, loss))
        {
            screen.Line(sentence);
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

        static IReadOnlyList<string> Lost(string name, TimeSpan rto, string when) => [name, Spoken.Of(rto), when, "unrecoverable", "", "", ""];
    }

    /// <summary>What is lost for good, why, and what can't go on without it: one sentence for each system.</summary>
    public static IEnumerable<string> Unrecoverables(Plan plan, Loss loss) => loss.Unrecoverable.Select(lost =>
    {
        string[] dependents =
        [
            .. plan.Systems.Where(s => s.Needs.Contains(lost.Key)).Select(s => s.Name),
            .. plan.Processes.Where(p => p.Needs.Contains(lost.Key)).Select(p => $"\"{p.Name}\""),
        ];
        return $"UNRECOVERABLE: {lost.Key}: {lost.Value}."
            + (dependents.Length == 0 ? "" : $" It holds back {string.Join(", ", dependents)}.");
    });

    public static void Results(Screen screen, SystemResult business, IReadOnlyList<SystemResult> systems)
    {
        screen.Table(
            ["", ">RTO target", ">predicted", ">measured", ">RPO target", ">predicted", ">measured", "verdict"],
            [
                .. systems.Select(r => Row(r, r.System, r.Unrecoverable is null ? "unknown" : Never, r.WithinTarget)),
                Row(business, "the business", business.Unrecoverable ?? "unknown", systems.All(s => s.WithinTarget)),
            ]);

        static IReadOnlyList<string> Row(SystemResult r, string name, string unpredicted, bool within) =>
        [
            name,
            Spoken.Of(r.TargetRto),
            Spoken.Of(r.PredictedRto.Value, unpredicted),
            Spoken.Of(r.MeasuredRto, "not back"),
            Spoken.Of(r.TargetRpo),
            Spoken.Of(r.PredictedRpo.Value, "unknown"),
            Spoken.Of(r.MeasuredRpo, "nothing back"),
            within ? "within target" : unpredicted == Never ? "UNRECOVERABLE" : r.MeasuredRto is null ? "NOT OPERATING" : "OUTSIDE TARGET",
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
        unrecoverable = r.Unrecoverable,
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
