using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A mission critical system whose objectives nobody has set for it.</summary>
internal sealed class ObjectiveMissing() : Rule("objective-missing", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.IsMissionCritical && (system.Rto.From == ValueSource.Tier || system.Rpo.From == ValueSource.Tier)
        let missing = (system.Rto.From, system.Rpo.From) switch
        {
            (ValueSource.Tier, ValueSource.Tier) => $"RTO of {Durations.Text(system.Rto.Value)} and its RPO of {Durations.Text(system.Rpo.Value)} are those",
            (ValueSource.Tier, _) => $"RTO of {Durations.Text(system.Rto.Value)} is that",
            _ => $"RPO of {Durations.Text(system.Rpo.Value)} is that",
        }
        select At(
            $"system {Shown.Quoted(system.Name)} is mission critical, and its {missing} of the tier: nobody has set them for this system",
            "agree on them with whoever needs the system, and write them there.",
            "systems", system.Name, "tier");
}
