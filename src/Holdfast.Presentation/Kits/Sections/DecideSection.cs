using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>The first minutes: who leads, what it is, and saying so.</summary>
public static class DecideSection
{
    public const string Id = "decide";

    public static Section Of(Kit kit) => new(
        Id,
        "Decide and declare",
        Html.Numbered(
            new object[] { Html.Strong("People first."), " Is anybody hurt or in danger? Call the emergency services. Nobody enters a building for a machine.", Html.Blank("Emergency number here") },
            new object[]
            {
                Html.Strong("Write down when."), " The recovery time counts from when it began, and nothing written after that is brought back.",
                Html.Blank("It began (date and time; best guess)"), Html.Blank("Noticed at, and by whom"),
            },
            new object[] { Html.Strong("Call who leads,"), " in this order. The first who can be reached leads and decides.", Leads(kit) },
            new object?[] { Html.Strong("Say what is lost."), " Take the scenario that comes closest. More is lost than it says? Take the larger one.", Scenarios(kit) },
            new object?[] { Html.Strong("Repair or recover?"), " ", Repair(kit) },
            new object[]
            {
                Html.Strong("Declare it."), " ", Expected(kit),
                Html.Blank("Scenario"), Html.Blank("Declared at (date and time)"), Html.Blank("Name and signature"),
            },
            Approvals(kit),
            new object[] { Html.Strong("Tell the others"), " (", Html.Ref(TellSection.Id), "), and begin (", Html.Ref(BlankMachineSection.Id), "). One types, one reads out and writes down (", Html.Ref(WriteDownSection.Id), ")." }));

    private static XElement Leads(Kit kit)
    {
        var holders = kit.Plan.Roles.Where(r => r.Leads).SelectMany(r => r.HeldBy.Select(holder => (Role: r.Name, Person: People.Named(kit.Plan, holder)))).ToArray();
        return holders.Length == 0
            ? Missing.Of("Nobody is named who leads the recovery.", "roles: { recovery lead: [NAME, STAND-IN] }")
            : Html.Table(
                "fill",
                ["Order", "Name", "Role", "How to reach", "Reached at"],
                holders.Select((h, i) => (IReadOnlyList<object?>)[$"{i + 1}", Html.Strong(h.Person.FullName), h.Role, People.Ways(h.Person), null]));
    }

    private static XElement Scenarios(Kit kit) => kit.Losses.IsEmpty
        ? Missing.Of("No scenario says what may be lost together, and a recovery needs one.", "scenarios: { office fire: { loses: [building office] } }")
        : Html.Table(
            "plain",
            ["", "Scenario", "What is lost", "Comes back by itself", "What to do"],
            kit.Losses.Select(loss => (IReadOnlyList<object?>)
            [
                Html.Tick(),
                Html.Strong(loss.Scenario.Name),
                Said.All(loss.Scenario.Loses.Select(d => d.ToString()).Concat(loss.Scenario.Things.Select(t => t.ToString()))),
                loss.Scenario.Lasts is { } lasts ? $"after {Said.Of(lasts)}" : "perhaps never",
                Html.Ref(ScenariosSection.Id),
            ]));

    private static string? Repair(Kit kit) => kit.Plan.Systems.MinBy(s => s.Rto.Value) is { } first
        ? $"The most urgent system, {first.Name}, must operate again within {Said.Of(first.Rto.Value)} of the disaster. If you are certain that everything is back before that, repair. If you are not certain, recover: a recovery that was not needed costs less than one that began too late."
        : null;

    private static object Expected(Kit kit) => kit.Plan.Declaration is { } within
        ? $"The plan counts on {Said.Of(within)} from the disaster to this moment."
        : Missing.Of("The plan does not say how soon a disaster is to be declared.", "declaration: 15 minutes");

    private static object[]? Approvals(Kit kit)
    {
        var asked = (
            from system in kit.Plan.Systems
            from step in system.Recover
            where step.Action is ApprovalAction
            let approval = (ApprovalAction)step.Action
            select $"{system.Name}: {(approval.Of > 1 ? $"{approval.Of} of " : "")}{People.Of(kit.Plan, approval.By)}{(approval.Within is { } within ? $", within {Said.Of(within)}" : "")}").ToArray();
        return asked.Length == 0 ? null :
        [
            Html.Strong("Get the approvals"), " that the plan asks for, while the rest begins; the run waits for them:",
            Html.Bullets([.. asked]),
            "Each reads out the next code of their own page of codes and crosses it off; whoever types enters it at ", Html.Code("holdfast run approve"), ".",
            Html.Blank("The pages of codes (holdfast codes issue) are kept, sealed, at"),
        ];
    }
}
