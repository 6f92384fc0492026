using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A plan that does not say who decides.</summary>
internal sealed class NoRecoveryLead() : Rule("no-recovery-lead", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Lead is not null
            ? []
            : [At("the plan names nobody who leads the recovery", "add the role, such as  recovery lead: [maria, sam]", "roles")];
}

/// <summary>A second pair of eyes that is the first.</summary>
internal sealed class ApproverDoesTheTask() : Rule("approver-does-the-task", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from holders in new[] { plan.Roles.ToDictionary(r => r.Name, r => r.HeldBy[0]) }
        from system in plan.Systems
        from step in system.Recover.Index()
        where step.Item.Action is ApprovalAction
        let approver = First(((ApprovalAction)step.Item.Action).By, holders)
        from task in system.Recover
        where approver is not null && task.Action is TaskAction work && First(work.Who, holders) == approver
        select At(
            $"{Shown.Quoted(approver)} approves the recovery of system {Shown.Quoted(system.Name)} and does {Shown.Quoted(task.Name)} in it",
            "let somebody else approve.",
            "systems", system.Name, "recover", $"{step.Index}");

    private static string? First(Party party, Dictionary<string, string> holders) => party.Kind switch
    {
        PartyKind.Person => party.Name,
        PartyKind.Role => holders.GetValueOrDefault(party.Name),
        _ => null,
    };
}

/// <summary>Someone who is needed at several places at once.</summary>
internal sealed class OnePersonManyRoles() : Rule("one-person-many-roles", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from person in plan.Roles.GroupBy(r => r.HeldBy[0])
        where person.Count() > 3
        select At(
            $"{Shown.Quoted(person.Key)} is first in {person.Count()} roles: {Shown.All(person.Select(r => r.Name))}",
            "put somebody else first in some of them.",
            "people", person.Key);
}

/// <summary>Someone of the plan whom no one can reach.</summary>
internal sealed class PersonWithoutContact() : Rule("person-without-contact", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from person in plan.People
        where person.Email is null && person.Phone is null && person.Mobile is null
        select At(
            $"the plan does not say how {Shown.Quoted(person.Name)} is reached",
            "write a number that works when the building and its network are gone, such as  mobile: +1 555 0110",
            "people", person.Name);
}

/// <summary>Stand-ins who are away when the one they stand in for is.</summary>
internal sealed class RoleSharesDomain() : Rule("role-shares-domain", Severity.Warning, "NIS2 2024/2690 annex 4.2.4")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from people in new[] { PlanIndex.Of(plan).PeopleOfRoles }
        from role in plan.Roles
        let holders = people.HoldersOf(role.Name)
        where holders.Length > 1
        let shared = holders[0].FailsWith.Where(domain => holders.All(p => p.FailsWith.Contains(domain))).ToArray()
        where shared.Length > 0
        select At(
            $"all who hold role {Shown.Quoted(role.Name)} are unreachable together with {Shown.Quoted(shared[0].ToString())}: {Shown.All(role.HeldBy)}",
            "add somebody who is elsewhere then.",
            "roles", role.Name);
}
