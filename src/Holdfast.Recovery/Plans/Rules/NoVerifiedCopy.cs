using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Copies that a job is said to make, and nobody has ever read. What was not verified is unknown, never fine.</summary>
internal sealed class NoVerifiedCopy() : EvidenceRule("no-verified-copy", Severity.Error, "NIS2 2024/2690 annex 4.2.3")
{
    protected override IEnumerable<Found> Held(Plan plan, DateOnly today, PlanEvidence record) =>
        from system in plan.Systems
        where system.Protection is { } protection && !protection.To.Any(to => record.VerifiedCopies.Contains(new(system.Name, to)))
        select At(
            $"no copy of system {Shown.Quoted(system.Name)} was ever read back: nothing shows that it could be recovered from {Shown.All(system.Protection!.To, "or")}",
            "protect it now (holdfast protect): a copy is read back when it is made.",
            "systems", system.Name, "protect", "to");
}
