using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A process of which nobody has said what would do meanwhile.</summary>
internal sealed class NoMinimumService() : Rule("no-minimum-service", Severity.Note, "ISO 22301:2019 8.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.MinimumService is null
        select At(
            $"nobody has said how much of process {Shown.Quoted(process.Name)} would do during a disruption",
            "write it under \"minimum service\", such as  minimum service: 50 %",
            "processes", process.Name);
}
