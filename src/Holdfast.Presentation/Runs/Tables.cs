using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Runs;

/// <summary>Results as tables for people and as plain values for programs.</summary>
public static class Tables
{
    private const string Never = "never";

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
            within ? (r.NotProven ? "NOT PROVEN" : "within target") : unpredicted == Never ? "UNRECOVERABLE" : r.MeasuredRto is null ? "NOT OPERATING" : "OUTSIDE TARGET",
        ];
    }

    public static JsonObject Plain(SystemResult r) => new JsonObject
    {
        { "system", r.System },
        { "predictedRtoSeconds", r.PredictedRto.Value?.TotalSeconds },
        { "measuredRtoSeconds", r.MeasuredRto?.TotalSeconds },
        { "targetRtoSeconds", r.TargetRto.TotalSeconds },
        { "predictedRpoSeconds", r.PredictedRpo.Value?.TotalSeconds },
        { "measuredRpoSeconds", r.MeasuredRpo?.TotalSeconds },
        { "targetRpoSeconds", r.TargetRpo.TotalSeconds },
        { "provenance", r.PredictedRto.From },
        { "unrecoverable", r.Unrecoverable },
        { "withinTarget", r.WithinTarget },
        { "proven", !r.NotProven },
    };
}
