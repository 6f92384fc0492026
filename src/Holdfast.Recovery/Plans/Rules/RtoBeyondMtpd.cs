using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A process that is harmed beyond what it tolerates before the systems that it needs are promised to be back.</summary>
internal sealed class RtoBeyondMtpd() : Rule("rto-beyond-mtpd", Severity.Error, "NIST SP 800-34r1")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from promised in new[] { PromisedReturn.Of(plan) }
        from process in plan.Processes
        where !process.Needs.IsEmpty
        let last = process.Needs.Select(need => promised[need]).MaxBy(p => p.After)
        where last.After > process.Mtpd
        select At(
            $"process {Shown.Quoted(process.Name)} tolerates {Durations.Text(process.Mtpd!.Value)}, and system {Shown.Quoted(last.Slowest.Name)}, without which "
                + $"it can't go on, is promised after {Rough.Time(last.After, process.Mtpd!.Value)}: {Parts(last.Slowest)}",
            "shorten the system's RTO and its work recovery, or agree that the process may wait longer.",
            "processes", process.Name, "mtpd");

    private static string Parts(ProtectedSystem system) => system.WorkRecovery is { } work
        ? $"RTO {Durations.Text(system.Rto.Value)} and {Durations.Text(work.Value)} of work recovery"
        : $"its RTO is {Durations.Text(system.Rto.Value)}";
}
