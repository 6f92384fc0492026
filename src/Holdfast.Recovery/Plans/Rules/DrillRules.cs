using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A recovery that can't be practised where it would happen.</summary>
internal sealed class NoDrillPlace() : Rule("no-drill-place", Severity.Warning, "DORA art. 11/12")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from recovering in new[] { plan.Systems.Where(s => s.RecoversOn is not null).ToLookup(s => s.RecoversOn!) }
        from host in plan.Hosts
        where host.Drill is null && recovering.Contains(host.Name)
        let systems = recovering[host.Name].ToArray()
        select At(
            $"{(systems.Length == 1 ? $"system {Shown.Quoted(systems[0].Name)} recovers" : $"{systems.Length} systems recover")} on host {Shown.Quoted(host.Name)}, and no drill can run there",
            "give it a place beside production:  drill: { folder: ..., ports: ... }",
            "hosts", host.Name);
}

/// <summary>A scenario that is practised less than once a year.</summary>
internal sealed class DrillTooRare() : Rule("drill-too-rare", Severity.Note, "DORA art. 11/12")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from drill in plan.Drills.Index()
        where drill.Item.Every.From(today) > today.AddYears(1)
        select At(
            $"scenario {Shown.Quoted(drill.Item.Scenario)} is practised only every {drill.Item.Every}",
            "practise it once a year at least, and after every change that matters.",
            "drills", $"{drill.Index}", "every");
}

/// <summary>A drill that would be refused, for it would meet production.</summary>
internal sealed class DrillTouchesProduction() : Rule("drill-touches-production", Severity.Warning)
{
    // A rule does not know where the plan lies. So deep a folder keeps relative folders apart from every path that a plan writes out.
    private const string SomeFolder = "/the/folder/of/the/plan";

    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        DrillTouches.Of(plan, plan.Systems, SomeFolder).Select(touch => At(
            $"a drill of system {Shown.Quoted(touch.System.Name)} is refused: its step {Shown.Quoted(touch.Step.Name)} {touch.What}",
            $"{touch.Instead}.",
            "systems", touch.System.Name, "recover", $"{touch.Index}"));
}

/// <summary>A step that no drill ever shows to work.</summary>
internal sealed class SkippedInADrill() : Rule("skipped-in-drill", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        from step in system.Recover.Index()
        where step.Item.InADrill is SkippedInDrill && step.Item.Action is not NotifyAction
        select At(
            $"no drill carries out step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)}",
            "let a drill do something in its place ({ run: command }), or have it practised in an exercise.",
            "systems", system.Name, "recover", $"{step.Index}");
}

/// <summary>Someone with a part to play who has never played it.</summary>
internal sealed class NeverPractised() : Rule("never-practised", Severity.Warning, "ISO 22301:2019 8.5")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from practised in new[] { plan.Exercises.SelectMany(e => e.TookPart).ToHashSet() }
        from person in plan.Roles.SelectMany(r => r.HeldBy, (role, name) => (role, name)).GroupBy(p => p.name, p => p.role.Name)
        where !practised.Contains(person.Key)
        select At(
            $"{Shown.Quoted(person.Key)} holds {Shown.All(person)} and took part in no exercise",
            "hold one with them, and write it under \"exercises\".",
            "people", person.Key);
}

/// <summary>Copies that nothing puts back: the system would start without its data, and pass for recovered.</summary>
internal sealed class NeverRestored() : Rule("never-restored", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.IsNeverRestored
        select At(
            $"system {Shown.Quoted(system.Name)} is protected, and no step of its recovery restores it"
                + (system.HasStandby ? ": its standby has what was deleted or encrypted deleted or encrypted too" : ""),
            $"add  - restore: {system.Name}  before the steps that need its data.",
            "systems", system.Name, "recover") with
        {
            // Of the loss of its host alone the standby brings it back.
            Severity = system.HasStandby ? Rules.Severity.Warning : null,
        };
}

/// <summary>A drill that showed another recovery than the one that the plan has now.</summary>
internal sealed class EvidenceOlderThanPlan() : EvidenceRule("evidence-older-than-plan", Severity.Warning, "NIS2 2024/2690 annex 4.1.4")
{
    protected override IEnumerable<Found> Held(Plan plan, DateOnly today, PlanEvidence record) =>
        from change in new[] { new RecoveryChange(plan) }
        from newest in new[] { Newest(record) }
        from system in plan.Systems
        where newest.ContainsKey(system.Name)
        let drill = newest[system.Name]
        let changed = drill.Plan is { } then ? change.Since(then, system) : ["the plan that it followed, which is no longer at hand"]
        where changed.Count > 0
        select At(
            $"the newest drill that brought system {Shown.Quoted(system.Name)} back ({drill.Run}) showed another recovery: changed since then: {string.Join(", ", changed)}",
            "drill it again.",
            "systems", system.Name);

    /// <returns>Of every system that was ever brought back: the newest drill that did.</returns>
    private static Dictionary<string, DrillHeld> Newest(PlanEvidence record) =>
        record.Drills.SelectMany(drill => drill.Systems, (drill, system) => (drill, system))
            .GroupBy(d => d.system, d => d.drill)
            .ToDictionary(d => d.Key, d => d.MaxBy(drill => (drill.On, drill.Run))!);
}
