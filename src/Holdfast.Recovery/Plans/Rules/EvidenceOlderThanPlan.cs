using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A drill that showed another recovery than the one that the plan has now.</summary>
internal sealed class EvidenceOlderThanPlan() : EvidenceRule("evidence-older-than-plan", Severity.Warning, "NIS2 2024/2690 annex 4.1.4")
{
    protected override IEnumerable<Found> Held(Plan plan, DateOnly today, PlanEvidence record) =>
        from change in new[] { new RecoveryChange(plan) }
        from newest in new[] { Newest(record) }
        from system in plan.Systems
        where newest.ContainsKey(system.Name)
        let drill = newest[system.Name]
        let changed = drill.Plan is { } then ? change.Since(then, system) : ["the plan that it followed, which is no longer at hand"]
        where changed.Count > 0
        select At(
            $"the newest drill that brought system {Shown.Quoted(system.Name)} back ({drill.Run}) showed another recovery: changed since then: {string.Join(", ", changed)}",
            "drill it again.",
            "systems", system.Name);

    /// <returns>Of every system that was ever brought back: the newest drill that did.</returns>
    private static Dictionary<string, DrillHeld> Newest(PlanEvidence record) =>
        record.Drills.SelectMany(drill => drill.Systems, (drill, system) => (drill, system))
            .GroupBy(d => d.system, d => d.drill)
            .ToDictionary(d => d.Key, d => d.MaxBy(drill => (drill.On, drill.Run))!);
}
