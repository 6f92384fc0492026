using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Runs;

namespace Holdfast.Presentation.Plans.Compared;

/// <summary>Prints for people what a change of a plan does: the verdict first.</summary>
public static class DiffText
{
    /// <summary>More rows of one scenario than this are not read by anybody; those that changed come first.</summary>
    private const int MostRows = 40;

    public static void Write(Screen screen, string verdict, PlanComparison comparison, ImmutableArray<PlanChange> changes, string evidence)
    {
        screen.Line(TerminalText.Safe(verdict));
        if (!changes.IsEmpty)
        {
            screen.Heading("What changed");
            foreach (var change in changes)
            {
                screen.Line("  " + TerminalText.Safe(change.ToString()));
            }
        }

        foreach (var scenario in comparison.Scenarios)
        {
            Write(screen, scenario);
        }

        Write(screen, "New findings", comparison.Findings.Appeared);
        Write(screen, "Findings that are gone", comparison.Findings.Gone);
        screen.Line();
        screen.Line(comparison.Scenarios.IsEmpty ? "Neither plan has a scenario, so nothing was predicted." : evidence);
    }

    private static void Write(Screen screen, ScenarioComparison scenario)
    {
        screen.Heading($"If \"{TerminalText.Safe(scenario.Scenario)}\" happened{Only(scenario)}");
        var changed = scenario.Systems.Where(s => s.IsChanged).OrderByDescending(s => s.IsWorse).ThenByDescending(s => s.IsBetter).ToArray();
        if (changed.Length > 0)
        {
            screen.Table(
                ["", ">RTO", ">before", ">after", "founded on", ">RPO", ">loss before", ">after", ""],
                changed.Take(MostRows).Select(s => (IReadOnlyList<string>)
                [
                    TerminalText.Safe(s.System), Target(s, o => o.TargetRto), Outcomes.Time(s.Before), Outcomes.Time(s.After), Founding(s.After ?? s.Before!),
                    Target(s, o => o.TargetRpo), Outcomes.Loss(s.Before), Outcomes.Loss(s.After), Outcomes.Standing(s),
                ]));
        }

        if (changed.Length > MostRows)
        {
            screen.Line($"And {changed.Length - MostRows} more that changed; --json has all.");
        }

        var same = scenario.Systems.Where(s => !s.IsChanged).GroupBy(s => Outcomes.Standing(s)).Select(g => $"{g.Count()} {g.Key}").ToArray();
        if (same.Length > 0)
        {
            screen.Line($"As before: {string.Join(", ", same)}.");
        }

        foreach (var gone in changed.Where(s => s.After is { Unrecoverable: not null } && s.Before is not { Unrecoverable: not null }))
        {
            screen.Line($"UNRECOVERABLE now: {TerminalText.Safe(gone.System)}: {TerminalText.Safe(gone.After!.Unrecoverable!)}.");
        }

        foreach (var back in changed.Where(s => s.Before is { Unrecoverable: not null } && s.After is { Unrecoverable: null }))
        {
            screen.Line($"Recoverable now: {TerminalText.Safe(back.System)}; before, {TerminalText.Safe(back.Before!.Unrecoverable!)}.");
        }
    }

    private static void Write(Screen screen, string title, ImmutableArray<Finding> findings)
    {
        if (!findings.IsEmpty)
        {
            screen.Heading(title);
            foreach (var finding in findings.OrderByDescending(f => f.Severity))
            {
                screen.Line($"  {finding.Severity.ToString().ToLowerInvariant()}: {finding.Message} [{finding.Id}] ({finding.Where})");
            }
        }
    }

    private static string Only(ScenarioComparison scenario) => (scenario.InBefore, scenario.InAfter) switch
    {
        (false, _) => " (a new scenario)",
        (_, false) => " (a scenario that the plan no longer has)",
        _ when scenario.Formerly is { } name => $" (\"{TerminalText.Safe(name)}\" before)",
        _ => "",
    };

    private static string Target(SystemComparison system, Func<SystemOutcome, TimeSpan> target) => system switch
    {
        { Before: { } was, After: { } now } => Outcomes.Change(target(was), target(now)),
        _ => Spoken.Exactly(target((system.After ?? system.Before)!)),
    };

    private static string Founding(SystemOutcome outcome) => outcome.Unrecoverable is not null ? "" : outcome.Rto.P50.From switch
    {
        Provenance.Declared => "declared",
        Provenance.Unknown => "unknown",
        var from => $"{from.ToString().ToLowerInvariant()}, n={outcome.Rto.P50.Samples}",
    };
}
