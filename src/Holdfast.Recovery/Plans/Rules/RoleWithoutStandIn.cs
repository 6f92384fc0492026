using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A part that no one plays when one person is away.</summary>
internal sealed class RoleWithoutStandIn() : Rule("role-without-stand-in", Severity.Warning, "NIS2 2024/2690 annex 4.2.4")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from critical in new[] { CriticalRoles(plan) }
        from role in plan.Roles
        where role.HeldBy.Length == 1
        let found = At(
            $"only {Shown.Quoted(role.HeldBy[0])} holds role {Shown.Quoted(role.Name)}: nobody stands in",
            "name a second person who can do it.",
            "roles", role.Name)
        select critical.Contains(role.Name) ? found with { Severity = Severity.Error } : found;

    /// <returns>Roles without which a mission critical system does not come back.</returns>
    private static HashSet<string> CriticalRoles(Plan plan) =>
    [
        .. from system in plan.Systems
           where system.IsMissionCritical
           from name in system.NeedsPeople.Concat(system.Recover.Select(step => step.Action.Doer).Where(doer => doer?.Kind == PartyKind.Role).Select(doer => doer!.Value.Name))
           select name,
    ];
}
