using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A process that goes on whatever happens, by the plan's word.</summary>
internal sealed class ProcessNeedsNothing() : Rule("process-needs-nothing", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.Needs.IsEmpty && process.NeedsServices.IsEmpty && process.NeedsPeople.IsEmpty
        select At(
            $"process {Shown.Quoted(process.Name)} needs no system, no service and nobody",
            "write what it can't go on without, or leave the process out.",
            "processes", process.Name);
}
