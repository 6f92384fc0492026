using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A process of which nobody has said what its absence costs.</summary>
internal sealed class NoCost() : Rule("no-cost", Severity.Note, "ISO 22301:2019 8.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from process in plan.Processes
        where process.Costs.Rates.IsEmpty && process.Costs.Sums.IsEmpty && process.IdlePeople is null
        select At(
            $"nobody has said what the absence of process {Shown.Quoted(process.Name)} costs",
            "write it under \"costs\"; where it costs nothing, write  costs: 0 an hour",
            "processes", process.Name);
}
