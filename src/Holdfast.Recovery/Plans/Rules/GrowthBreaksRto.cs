using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>An RTO that is kept today and, as the data grow, not for long.</summary>
internal sealed class GrowthBreaksRto() : Rule("growth-breaks-rto", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from system in plan.Systems
        where system.Size is not null && system.Grows is not null
        let floor = TransferFloor.Of(index, system)
        where floor is not null
        let most = floor.Rate.BitsPerSecond / 8.0 * system.Rto.Value.TotalSeconds
        where system.Size!.Value.Bytes <= most
        let days = (most - system.Size!.Value.Bytes) / (system.Grows!.Value.Added.Bytes / DaysIn(system.Grows!.Value.In, today))
        where days <= 365
        select At(
            $"system {Shown.Quoted(system.Name)} grows by {system.Grows}: from {today.AddDays((int)days):yyyy-MM-dd} on its data take longer to arrive "
                + $"over {floor.Rate} ({floor.By}) than its RTO of {Durations.Text(system.Rto.Value)}",
            $"keep a copy nearer to host {Shown.Quoted(system.RecoversOn!)}, make the way faster, or agree on a longer RTO, before that day.",
            "systems", system.Name, "grows");

    private static double DaysIn(CalendarSpan span, DateOnly today) => span.From(today).DayNumber - today.DayNumber;
}
