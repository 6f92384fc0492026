using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Something that the plan knows to be lost as a whole, and no one has thought through.</summary>
internal sealed class ScenarioMissing() : Rule("scenario-missing", Severity.Note, "FFIEC BCM")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from foreseen in new[] { plan.Scenarios.SelectMany(s => s.Loses).Select(d => d.Kind).ToHashSet() }
        from kind in plan.Domains.Where(d => Usual.Contains(d.Kind) && !foreseen.Contains(d.Kind)).GroupBy(d => d.Kind, d => d.ToString())
        let things = kind.ToArray()
        select At(
            $"no scenario foresees a loss of the kind {kind.Key}: {Shown.Some(things)}",
            $"write one under \"scenarios\", such as  {{ loses: [{things[0]}] }}",
            "scenarios");

    private static readonly string[] Usual = ["building", "power", "provider", "credentials", "account", "internet"];
}

/// <summary>A scenario that the plan foresees, and that takes a system for good.</summary>
internal sealed class ScenarioUnrecoverable() : Rule("scenario-unrecoverable", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from loss in PlanIndex.Of(plan).Losses
        from lost in loss.Unrecoverable
        select At(
            $"scenario {Shown.Quoted(loss.Scenario.Name)} takes system {Shown.Quoted(lost.Key)} for good: {lost.Value}",
            "give the system a host to recover on, and a copy, that the scenario does not take.",
            "scenarios", loss.Scenario.Name);
}

/// <summary>A mission critical system that one loss, which no one wrote a scenario for, takes for good.</summary>
internal sealed class SingleLossUnrecoverable() : Rule("single-loss-unrecoverable", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from fatal in new[] { SingleFatalLosses.Of(plan) }
        from system in plan.Systems
        where system.IsMissionCritical && system.RecoversOn is not null && !system.Recover.IsEmpty && !fatal[system.Name].IsEmpty
        let reasons = fatal[system.Name].GroupBy(loss => loss.Value, loss => loss.Key).Select(g => $"with {Shown.All(g, "or")} {g.Key}")
        select At(
            $"one loss takes system {Shown.Quoted(system.Name)} for good: {string.Join("; ", reasons)}",
            "give it a host to recover on, and a copy, that are lost with nothing that the system is lost with.",
            "systems", system.Name);
}

/// <summary>One thing whose loss stops a process that can't wait.</summary>
internal sealed class SinglePointOfFailure() : Rule("single-point-of-failure", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from fatal in new[] { SingleFatalLosses.Of(plan) }
        from services in new[] { plan.Services.ToDictionary(s => s.Name) }
        from roles in new[] { plan.Roles.ToDictionary(r => r.Name) }
        from process in plan.Processes
        where process.Mtpd < TimeSpan.FromDays(1)
        let points = (string[])
        [
            .. process.Needs.SelectMany(need => fatal[need].Keys),
            .. process.NeedsServices.Where(s => !(services[s].Promised <= process.Mtpd)).Select(s => $"service {s}"),
            .. process.NeedsPeople.Where(r => roles[r].HeldBy.Length == 1).Select(r => $"person {roles[r].HeldBy[0]}"),
        ]
        where points.Length > 0
        select At(
            $"process {Shown.Quoted(process.Name)} tolerates {Durations.Text(process.Mtpd!.Value)}, and the loss of {Shown.Some(points.Distinct(), "or")} alone stops it for longer",
            "give what is named something that stands in for it.",
            "processes", process.Name);
}
