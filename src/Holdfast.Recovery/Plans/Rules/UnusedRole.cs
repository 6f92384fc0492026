using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A part that nothing in the plan calls for. Who leads is needed in any case.</summary>
internal sealed class UnusedRole() : Rule("unused-role", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from used in new[] { Used(plan).ToHashSet() }
        from role in plan.Roles
        where !used.Contains(role.Name) && !role.Leads
        select At(
            $"nothing in the plan calls for role {Shown.Quoted(role.Name)}",
            "name it where it is needed (needs people, a task, an approval, communication, owner), or leave it out.",
            "roles", role.Name);

    private static IEnumerable<string> Used(Plan plan) =>
    [
        .. plan.Systems.SelectMany(s => s.NeedsPeople),
        .. plan.Processes.SelectMany(p => p.NeedsPeople),
        .. Parties(plan).Where(p => p.Kind == PartyKind.Role).Select(p => p.Name),
    ];

    private static IEnumerable<Party> Parties(Plan plan) =>
    [
        .. plan.Systems.SelectMany(s => s.Recover).SelectMany(step => step.Action.Parties),
        .. plan.Communication.SelectMany(c => c.Tell),
        .. plan.Communication.Select(c => c.OtherwiseTell).OfType<Party>(),
        .. plan.Alerts?.Mail?.Named ?? [],
        .. plan.Alerts?.Escalation?.Named ?? [],
        .. plan.Processes.Select(p => p.Owner).OfType<Party>(),
        .. plan.Risks.Select(r => r.Owner).OfType<Party>(),
        .. plan.Exercises.SelectMany(e => e.Actions).Select(a => a.Owner),
    ];
}
