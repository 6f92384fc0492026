using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>An RTO that physics forbids: the data alone take longer to arrive.</summary>
internal sealed class RtoBelowTransferFloor() : Rule("rto-below-transfer-floor", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.Size is not null
        let floor = TransferFloor.Of(index, system)
        where floor is not null && floor.Rate.For(system.Size!.Value) > system.Rto.Value
        select At(
            $"system {Shown.Quoted(system.Name)} is to be back within {Durations.Text(system.Rto.Value)}: {system.Size} over {floor.Rate} ({floor.By}, from "
                + $"{Shown.Quoted(floor.From)}) take at least {Rough.Time(floor.Rate.For(system.Size!.Value), system.Rto.Value)}",
            $"keep a copy nearer to host {Shown.Quoted(system.RecoversOn!)}, make the way faster, or agree on a longer RTO.",
            "systems", system.Name, "rto");
}
