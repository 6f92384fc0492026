using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A system that the plan does not say how to bring back.</summary>
internal sealed class NoRecoverySteps() : Rule("no-recovery-steps", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Recover.IsEmpty
        select At(
            $"system {Shown.Quoted(system.Name)} has no steps that recover it",
            "write them under \"recover\"; a task for a person is a step too.",
            "systems", system.Name);
}

/// <summary>Operating means operating: nothing but an answer from the system shows that it does.</summary>
internal sealed class LastStepNotACheck() : Rule("last-step-not-a-check", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Recover is [.., { Action: not CheckAction }]
        select At(
            EmptyChecks.HasNone(system)
                ? $"system {Shown.Quoted(system.Name)} has no check, so nothing shows that it operates: its drills and failovers end not proven"
                : $"the last step of system {Shown.Quoted(system.Name)} only does something ({system.Recover[^1].Name}): nothing shows that the system operates",
            "end with a check, such as  - check: { http: \"http://127.0.0.1:8080/health\" }",
            "systems", system.Name, "recover", $"{system.Recover.Length - 1}");
}

/// <summary>A check that would pass with nothing there.</summary>
internal sealed class CheckProvesNothing() : Rule("check-proves-nothing", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        from step in system.Recover.Index()
        where step.Item.Action is CheckAction check && EmptyChecks.IsEmpty(check, system)
        select At(
            $"step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)} passes with nothing there, so it shows nothing",
            "ask for something that is only there when the system operates: a page with what it must hold, a row in a table, a number of files.",
            "systems", system.Name, "recover", $"{step.Index}");
}

/// <summary>A check that any page passes.</summary>
internal sealed class CheckTooWeak() : Rule("check-too-weak", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Recover is [.., { Action: HttpCheck { Method: "GET", Status: 200, Contains: null } }]
        select At(
            $"the last check of system {Shown.Quoted(system.Name)} is content with any answer",
            "say what the answer must hold (contains: ...), or let the application do its work and answer how that went (method: POST).",
            "systems", system.Name, "recover", $"{system.Recover.Length - 1}");
}

/// <summary>A database that counts as recovered when a page opens.</summary>
internal sealed class NoDataCheck() : Rule("no-data-check", Severity.Warning, "FFIEC BCM")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where (system.Kind == SystemKind.Database || system.Protection?.Data.IsDatabase == true)
            && system.Recover.Any(s => s.Action is CheckAction)
            && !system.Recover.Any(s => s.Action is SqlCheck or CommandCheck or HttpCheck { Contains: not null } or HttpCheck { Method: "POST" })
        select At(
            $"no check of system {Shown.Quoted(system.Name)} looks at its data: it passes with an empty database",
            "add one that asks for something that must be there, such as  - check: { sql: \"select count(*) > 0 from invoices\", expect: true }",
            "systems", system.Name, "recover");
}

/// <summary>A step that waits for a decision when the run is interrupted.</summary>
internal sealed class NotRepeatable() : Rule("not-repeatable", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Rto.Value < TimeSpan.FromHours(4)
        from step in system.Recover.Index()
        where step.Item.Action is CommandAction { Repeatable: false }
        select At(
            $"step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)} may not run twice: when the run is interrupted there, it waits for somebody to decide, "
                + $"and the RTO is {Durations.Text(system.Rto.Value)}",
            "make the program safe to run again, and write  repeatable: true  beside it.",
            "systems", system.Name, "recover", $"{step.Index}");
}

/// <summary>Work of a person, of which no one has said how long it takes.</summary>
internal sealed class TaskWithoutTime() : Rule("task-without-time", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        from step in system.Recover.Index()
        where step.Item.Action is TaskAction && step.Item.Takes is null
        select At(
            $"nobody has said how long step {Shown.Quoted(step.Item.Name)} of system {Shown.Quoted(system.Name)} takes",
            "write it inside the task, such as  takes: 10 minutes",
            "systems", system.Name, "recover", $"{step.Index}");
}
