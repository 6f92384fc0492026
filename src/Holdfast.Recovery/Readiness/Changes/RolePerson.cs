using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>One more person holds a role. Someone whom the plan does not know yet is added to it.</summary>
public sealed record RolePerson(string Role, string Person) : Change
{
    public override string Says => $"{Person} holds the role {Role}, too";

    public override Plan Apply(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with
        {
            People = plan.People.Any(p => p.Name == Person) ? plan.People : plan.People.Add(new(Person, Person, null, null, null, null, null)),
            Roles = PlanEdits.Edited(plan.Roles, r => r.Name == Role, r => r with { HeldBy = r.HeldBy.Contains(Person) ? r.HeldBy : r.HeldBy.Add(Person) }, $"role {Role}"),
        };
    }
}
