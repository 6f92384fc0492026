namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Finds what only what happened can show. Where no one looked at that, it finds nothing.</summary>
internal abstract class EvidenceRule(string id, Severity severity, string? clause = null) : Rule(id, severity, clause)
{
    public sealed override IEnumerable<Found> In(Plan plan, DateOnly today) => [];

    public sealed override IEnumerable<Found> In(Plan plan, DateOnly today, PlanEvidence? record) => record is null ? [] : Held(plan, today, record);

    /// <summary>The plan held against what happened with it.</summary>
    protected abstract IEnumerable<Found> Held(Plan plan, DateOnly today, PlanEvidence record);
}
