using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

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
