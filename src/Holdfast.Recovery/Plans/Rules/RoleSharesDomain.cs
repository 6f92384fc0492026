using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

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
