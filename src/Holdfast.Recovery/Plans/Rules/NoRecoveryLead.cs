namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A plan that does not say who decides.</summary>
internal sealed class NoRecoveryLead() : Rule("no-recovery-lead", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Lead is not null
            ? []
            : [At("the plan names nobody who leads the recovery", "add the role, such as  recovery lead: [maria, sam]", "roles")];
}
