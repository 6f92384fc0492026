using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system of which nobody has said what it is for.</summary>
internal sealed class SystemServesNothing() : Rule("system-serves-nothing", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today)
    {
        var serving = plan.Processes.SelectMany(p => p.Needs.Concat(p.Workaround?.Needs ?? [])).ToHashSet();
        foreach (var system in NeedsOrder.Of(plan).Reverse().Where(s => serving.Contains(s.Name)))
        {
            serving.UnionWith(system.Needs);
        }

        return plan.Systems
            .Where(s => !plan.Processes.IsEmpty && !serving.Contains(s.Name))
            .Select(s => At(
                $"no process needs system {Shown.Quoted(s.Name)}, itself or over another system",
                "name it under \"needs\" of the process that it serves.",
                "systems", s.Name));
    }
}
