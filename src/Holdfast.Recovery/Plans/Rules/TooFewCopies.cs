using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Fewer than three copies, the live data counted.</summary>
internal sealed class TooFewCopies() : Rule("too-few-copies", Severity.Warning, "3-2-1-1-0")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is { To.Length: < 2 }
        select At(
            $"system {Shown.Quoted(system.Name)} is in {system.Protection!.To.Length} repository: with the live data that are {system.Protection.To.Length + 1} copies, not 3",
            "add another repository, lost with other things than the first.",
            "systems", system.Name, "protect", "to");
}
