using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system that is said to hold nothing to protect, and to be so large.</summary>
internal sealed class UnprotectedData() : Rule("unprotected-data", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system is { Protection: null, HoldsNoData: not null, Size: not null }
        select At(
            $"nothing of system {Shown.Quoted(system.Name)} is protected, and it holds {system.Size}: with its host all of that is lost",
            "say under \"protect\" what is backed up; if it holds no data, leave out its size.",
            "systems", system.Name, "protect");
}
