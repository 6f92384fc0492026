using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Nobody has decided how long copies are kept.</summary>
internal sealed class NoRetention() : Rule("no-retention", Severity.Note, "NIS2 2024/2690 annex 4.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is { Keep: null }
        select At(
            $"nobody has said how long copies of system {Shown.Quoted(system.Name)} are kept, so every copy is, until the storage is full",
            "write it, such as  keep: { daily: 14, monthly: 12, within: 30 days }",
            "systems", system.Name, "protect");
}
