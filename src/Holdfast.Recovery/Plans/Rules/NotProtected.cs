using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system of which no copy is made, without a word about why.</summary>
internal sealed class NotProtected() : Rule("not-protected", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is null && system.HoldsNoData is null && system.Standby.Kind == StandbyKind.None
        select At(
            $"nothing of system {Shown.Quoted(system.Name)} is protected",
            "say under \"protect\" what is backed up; if it holds no data, write  protect: nothing  and the reason under  because:",
            "systems", system.Name);
}
