using System.CommandLine;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Presentation.Plans.Compared;
using Holdfast.Presentation.Plans.Shown;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness.Comparisons;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan diff</c>: what a change of the plan does to recovery. Made for a merge request: opens nothing, needs no key.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("BEFORE") { Description = "The plan as it was." };
        var after = new Argument<string>("AFTER") { Description = "The plan as it is to be." };
        var state = new Option<string?>("--state") { Description = "Folder of journals and evidence on this machine.", HelpName = "FOLDER" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var command = new Command("diff", "What a change of the plan does to recovery: times, losses, findings.") { before, after, state, json };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Compare(
            parsed.GetValue(before)!, parsed.GetValue(after)!, parsed.GetValue(state), new Screen(parsed.GetValue(json)), cancellationToken)));
        return command;
    }

    private static int Compare(string before, string after, string? folder, Screen screen, CancellationToken cancellationToken)
    {
        var (was, now) = (PlanFile.Read(before), PlanFile.Read(after));
        var state = StateOf(folder, was.Plan.Organization);
        var history = state is null ? History.Empty : KeptHistory.In(state);
        var clock = TimeProvider.System;
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        // As it stood when the newest copy was verified: how old a state folder is says nothing about the plans.
        var basis = KnownBasis.Of(was.Plan, history, repositories: null, history.CopiesAsOf ?? clock.GetUtcNow());
        var comparison = PlanComparison.Of(
            basis, now.Plan, Findings.Of(was.Plan, was.Places, today), Findings.Of(now.Plan, now.Places, today), cancellationToken);
        var changes = PlanChanges.Between(ShownPlan.Of(was.Plan, was.Places), ShownPlan.Of(now.Plan, now.Places));
        var verdict = DiffVerdict.Of(comparison, changes.IsEmpty);
        if (screen.Json)
        {
            Screen.WriteJson(DiffJson.Of(verdict, comparison, changes, state?.PlaceOf("")));
        }
        else
        {
            DiffText.Write(screen, verdict, comparison, changes, state is null
                ? "Both plans by their own word: nothing was measured here (--state names another folder)."
                : $"Both plans by the same evidence: {state.PlaceOf("")}. What it says of ways and schedules that changed is left out.");
        }

        return comparison.IsWorse ? ExitCode.OutsideTarget : ExitCode.Good;
    }

    /// <summary>The folder named, which must be there; else that of the organization, where there is one that remembers anything.</summary>
    private static IRunStore? StateOf(string? folder, string organization)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder {Path.GetFullPath(folder)}.", "Say with --state where journals and evidence are, or leave it out.");
        }

        var place = folder ?? StatePlaces.DefaultFor(organization);
        return StatePlaces.ToLookInto(place) is { IsMade: true } state && (folder is not null || !state.IsEmpty()) ? state : null;
    }
}
