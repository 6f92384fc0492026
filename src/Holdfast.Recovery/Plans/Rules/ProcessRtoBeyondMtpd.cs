using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A process that is to be back only when the harm is done.</summary>
internal sealed class ProcessRtoBeyondMtpd() : Rule("process-rto-beyond-mtpd", Severity.Error, "NIST SP 800-34r1")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.Rto > process.Mtpd
        select At(
            $"process {Shown.Quoted(process.Name)} is to be back within {Durations.Text(process.Rto!.Value)}, and tolerates no more than {Durations.Text(process.Mtpd!.Value)}",
            $"write an RTO of at most {Durations.Text(process.Mtpd!.Value)}.",
            "processes", process.Name, "rto");
}
