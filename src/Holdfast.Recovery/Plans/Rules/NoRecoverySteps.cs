using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system that the plan does not say how to bring back.</summary>
internal sealed class NoRecoverySteps() : Rule("no-recovery-steps", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Recover.IsEmpty
        select At(
            $"system {Shown.Quoted(system.Name)} has no steps that recover it",
            "write them under \"recover\"; a task for a person is a step too.",
            "systems", system.Name);
}
