using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A recovery in which someone has to sign in where signing in is lost.</summary>
internal sealed class IdentityInside() : Rule("identity-inside", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from after in new[] { AfterIdentity(plan) }
        from loss in PlanIndex.Of(plan).Losses
        let lost = loss.Systems
        let identity = lost.FirstOrDefault(s => s.Kind == SystemKind.Identity)
        where identity is not null
        let waiting = lost.Where(s => !after.Contains(s.Name) && s.Recover.Any(SignsIn)).Select(s => s.Name).ToArray()
        where waiting.Length > 0
        select At(
            $"scenario {Shown.Quoted(loss.Scenario.Name)} takes {Shown.Quoted(identity.Name)}, where people and programs sign in, and steps of {Shown.Some(waiting)} are for somebody who signs in, before it is back",
            $"add {Shown.Quoted(identity.Name)} to what they need, so that it comes back first, or keep accounts for emergencies that need it not.",
            "scenarios", loss.Scenario.Name);

    private static bool SignsIn(RecoveryStep step) => step.Action is PersonAction
        or ServiceAction { As: not null } or CommandAction { As: not null } or CommandCheck { As: not null };

    /// <returns>Systems of that kind, and all that come back after one.</returns>
    private static HashSet<string> AfterIdentity(Plan plan)
    {
        var after = new HashSet<string>();
        foreach (var system in NeedsOrder.Of(plan).Where(s => s.Kind == SystemKind.Identity || s.Needs.Any(after.Contains)))
        {
            after.Add(system.Name);
        }

        return after;
    }
}
