using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>
/// Something that a plan asks for and this version leaves to people. Nobody shall rely on it because it was written and not refused.
/// A key leaves this list when something carries it out.
/// </summary>
internal sealed class DeclaredOnly() : Rule("declared-only", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
    [
        .. plan.Witness is null ? [] : new[] { Only("no witness is asked before a failover", "witness") },
        .. plan.Systems.SelectMany(OfSystem),
        .. plan.Communication.IsEmpty ? [] : new[] { Only("nobody is told by the program", "communication") },
        .. plan.Drills.IsEmpty ? [] : new[] { Only("no drill is started by the program", "drills") },
    ];

    private static IEnumerable<Found> OfSystem(ProtectedSystem system)
    {
        if (system.Standby.Kind != StandbyKind.None)
        {
            yield return Only($"the standby of system {Shown.Quoted(system.Name)} is not kept in step", "systems", system.Name, "standby");
        }

        if (system.WhenAlone == WhenAlone.Start)
        {
            yield return Only($"system {Shown.Quoted(system.Name)} is not started when it is alone", "systems", system.Name, "when alone");
        }

        foreach (var (number, step) in system.Recover.Index().Where(s => s.Item.Action is PersonAction))
        {
            yield return Only($"step {Shown.Quoted(step.Name)} of system {Shown.Quoted(system.Name)} stops a failover until somebody did it and says so",
                "systems", system.Name, "recover", $"{number}");
        }
    }

    private static Found Only(string what, params string[] path) =>
        At(what, "see to it by other means until a later version does; docs/plan says how.", path);
}
