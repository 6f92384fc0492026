using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A process of which nobody has said how long it may be interrupted.</summary>
internal sealed class NoMtpd() : Rule("no-mtpd", Severity.Note, "ISO 22301:2019 8.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.Mtpd is null
        select At(
            $"nobody has said how long process {Shown.Quoted(process.Name)} may be interrupted before the harm is unacceptable",
            "write it under \"mtpd\": objectives of systems are measured against it.",
            "processes", process.Name);
}
