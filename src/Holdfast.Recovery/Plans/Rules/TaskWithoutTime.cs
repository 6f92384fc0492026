using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Work of a person, of which nobody has said how long it takes.</summary>
internal sealed class TaskWithoutTime() : Rule("task-without-time", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        from step in system.Recover.Index()
        where step.Item.Action is TaskAction && step.Item.Takes is null
        select At(
            $"nobody has said how long step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)} takes",
            "write it inside the task, such as  takes: 10 minutes",
            "systems", system.Name, "recover", $"{step.Index}");
}
