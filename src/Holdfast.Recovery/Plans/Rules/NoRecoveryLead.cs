using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A plan that does not say who decides.</summary>
internal sealed class NoRecoveryLead() : Rule("no-recovery-lead", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Roles.Any(Leads)
            ? []
            : [At("the plan names nobody who leads the recovery", "add the role, such as  recovery lead: [maria, sam]", "roles")];

    /// <summary>By its name: the plan has no other word for it.</summary>
    public static bool Leads(Role role) => Leading.Any(word => role.Name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Leading = ["lead", "coordinator", "commander", "manager"];
}
