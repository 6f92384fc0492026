using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>One thing whose loss stops a process that can't wait.</summary>
internal sealed class SinglePointOfFailure() : Rule("single-point-of-failure", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from fatal in new[] { SingleFatalLosses.Of(plan) }
        from services in new[] { plan.Services.ToDictionary(s => s.Name) }
        from roles in new[] { plan.Roles.ToDictionary(r => r.Name) }
        from process in plan.Processes
        where process.Mtpd < TimeSpan.FromDays(1)
        let points = (string[])
        [
            .. process.Needs.SelectMany(need => fatal[need].Keys),
            .. process.NeedsServices.Where(s => !(services[s].Promised <= process.Mtpd)).Select(s => $"service {s}"),
            .. process.NeedsPeople.Where(r => roles[r].HeldBy.Length == 1).Select(r => $"person {roles[r].HeldBy[0]}"),
        ]
        where points.Length > 0
        select At(
            $"process {Shown.Quoted(process.Name)} tolerates {Durations.Text(process.Mtpd!.Value)}, and the loss of {Shown.Some(points.Distinct(), "or")} alone stops it for longer",
            "give what is named something that stands in for it.",
            "processes", process.Name);
}
