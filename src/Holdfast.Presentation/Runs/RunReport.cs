using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Runs;
using Holdfast.Execution.Executors;

namespace Holdfast.Presentation.Runs;

/// <summary>What a finished run came to: targets, predictions and measurements side by side, the cost, and where the evidence is.</summary>
public static class RunReport
{
    /// <param name="toProtectAgain">What to type so that what a failover brought back is protected where it runs now.</param>
    public static void Show(Screen screen, Plan plan, FinishedRun finished, IReadOnlyList<string> toProtectAgain)
    {
        if (finished.Ended.Outcome == RunOutcome.Abandoned)
        {
            ShowAbandoned(screen, finished);
            return;
        }

        var systems = finished.Ended.Results;
        var business = Assessment.OfBusiness(plan.Organization, systems);
        Tables.Results(screen, business, systems);
        var costs = plan.Processes
            .Select(p => (p.Name, Cost: Assessment.CostOf(p, systems)))
            .Where(c => c.Cost is not 0)
            .ToArray();
        foreach (var (process, cost) in costs)
        {
            screen.Line(cost is null
                ? $"Cost of downtime: \"{process}\" still stands, and its cost still runs."
                : FormattableString.Invariant($"Cost of downtime: \"{process}\" {cost:0.00} {plan.Currency}."));
        }

        var unseen = systems.Where(s => s is { NotProven: true, MeasuredRto: not null }).Select(s => s.System).ToArray();
        var unasked = unseen.Where(s => HasNoCheck(plan, s)).ToArray();
        var leftOut = finished.Began.Kind != RunKind.Drill ? [] : unseen.Except(unasked).Where(s => AsksNothingInADrill(plan, s)).ToArray();
        var idle = unseen.Except(unasked).Except(leftOut).ToArray();
        var look = finished.Began.Kind == RunKind.Failover ? "Look yourself whether it works, and write" : "Write";
        if (unasked.Length > 0)
        {
            screen.Line($"NOT PROVEN: {string.Join(", ", unasked)}: no check of the plan asks whether it operates. {look} one that does.");
        }

        if (leftOut.Length > 0)
        {
            screen.Line($"NOT PROVEN: {string.Join(", ", leftOut)}: the plan leaves every check of it out in a drill. Write one that a drill can ask, too.");
        }

        if (idle.Length > 0)
        {
            screen.Line($"NOT PROVEN: {string.Join(", ", idle)}: what was checked passes with nothing there, or no one knows what answered. {look} a check that asks it.");
        }

        foreach (var left in finished.Began.Unrecoverable)
        {
            screen.Line($"UNRECOVERABLE: {left.System}: {left.Why}.");
        }

        foreach (var left in finished.Began.NotExercised)
        {
            screen.Line($"Not exercised: {left}.");
        }

        foreach (var step in finished.Run.In(StepStatus.Skipped))
        {
            screen.Line($"Skipped: {step}.");
        }

        ShowEvidence(screen, finished);
        if (finished.Ended.CanBeTakenUp && finished.Began.Kind == RunKind.Failover)
        {
            screen.Line($"When the cause is mended: holdfast run resume {finished.Began.Run}");
        }

        var uncopied = finished.Began.Kind == RunKind.Failover
            ? systems.Where(s => s.MeasuredRto is not null && plan.SystemNamed(s.System).Protection is not null).Select(s => s.System).ToArray()
            : [];
        if (uncopied.Length > 0)
        {
            screen.Line($"NOTHING COPIES what runs here now ({string.Join(", ", uncopied)}). To protect it again:");
            foreach (var command in toProtectAgain)
            {
                screen.Line($"  {command}");
            }
        }

        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject
            {
                { "run", finished.Began.Run },
                { "outcome", finished.Ended.Outcome },
                { "predictedRtoSeconds", business.PredictedRto.Value?.TotalSeconds },
                { "measuredRtoSeconds", business.MeasuredRto?.TotalSeconds },
                { "targetRtoSeconds", business.TargetRto.TotalSeconds },
                { "predictedRpoSeconds", business.PredictedRpo.Value?.TotalSeconds },
                { "measuredRpoSeconds", business.MeasuredRpo?.TotalSeconds },
                { "targetRpoSeconds", business.TargetRpo.TotalSeconds },
                { "systems", systems.Select(Tables.Plain) },
                { "unrecoverable", finished.Began.Unrecoverable.ToDictionary(u => u.System, u => u.Why) },
                { "failures", finished.Run.Failures.Values.Select(f => new JsonObject { { "step", f.Step.ToString() }, { "why", f.Why }, { "hint", f.Hint } }) },
                { "costs", costs.Select(c => new JsonObject { { "process", c.Name }, { "cost", c.Cost }, { "currency", plan.Currency } }) },
                { "skipped", finished.Run.In(StepStatus.Skipped).Select(s => s.ToString()) },
                { "notExercised", finished.Began.NotExercised },
                { "toProtectAgain", uncopied.Length > 0 ? toProtectAgain : [] },
                { "evidence", finished.EvidenceFile },
                { "evidenceKeptIn", finished.KeptIn },
            });
        }
    }

    private static bool HasNoCheck(Plan plan, string system) => !plan.SystemNamed(system).Recover.Any(s => s.Action is CheckAction);

    private static bool AsksNothingInADrill(Plan plan, string system) => plan.SystemNamed(system).Recover.All(s => s.Action is not CheckAction || s.InADrill is not null);

    /// <summary>Nobody measures what was given up; what came back by then is in the journal.</summary>
    private static void ShowAbandoned(Screen screen, FinishedRun finished)
    {
        screen.Line($"{finished.Began.Run} was given up{(finished.Ended.By is { } by ? $" by {by}" : "")}: {finished.Ended.Why}. What it started stays as it is{(finished.Began.Kind == RunKind.Drill ? " but for what a drill clears away" : "")}.");
        ShowEvidence(screen, finished);
        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject { { "run", finished.Began.Run }, { "outcome", finished.Ended.Outcome }, { "why", finished.Ended.Why }, { "evidence", finished.EvidenceFile }, { "evidenceKeptIn", finished.KeptIn } });
        }
    }

    private static void ShowEvidence(Screen screen, FinishedRun finished)
    {
        screen.Line($"Evidence: {finished.EvidenceFile}{(finished.KeptIn.IsEmpty ? "" : $", and in {string.Join(", ", finished.KeptIn)}")}");
        foreach (var (repository, why) in finished.NotKeptIn)
        {
            Screen.Warn($"the evidence is not in {repository}: {why}");
        }

        foreach (var warning in finished.Warnings)
        {
            Screen.Warn(warning);
        }
    }
}
