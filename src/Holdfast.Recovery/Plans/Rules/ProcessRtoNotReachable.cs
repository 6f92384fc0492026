using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A process that is promised back earlier than what it needs.</summary>
internal sealed class ProcessRtoNotReachable() : Rule("process-rto-not-reachable", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from promised in new[] { PromisedReturn.Of(plan) }
        from process in plan.Processes
        where !process.Needs.IsEmpty
        let last = process.Needs.Select(need => promised[need]).MaxBy(p => p.After)
        where last.After > process.Rto
        select At(
            $"process {Shown.Quoted(process.Name)} is to be back within {Durations.Text(process.Rto!.Value)}, and system {Shown.Quoted(last.Slowest.Name)}, "
                + $"without which it can't go on, only after {Rough.Time(last.After, process.Rto!.Value)}",
            "shorten the system's RTO and its work recovery, or write when the process can be back.",
            "processes", process.Name, "rto");
}
