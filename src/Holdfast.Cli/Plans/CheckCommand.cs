using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Presentation.Plans.Checked;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan check</c> says everything that is wrong or unwise in a plan, and what of it was never shown to work.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The plan.", DefaultValueFactory = _ => "holdfast.yaml" };
        var state = new Option<string?>("--state")
        {
            Description = "Folder of journals and evidence to hold the plan against. Default: that of the plan's organization on this machine, if there is one.",
            HelpName = "FOLDER",
        };
        var all = new Option<bool>("--all") { Description = "Each finding on lines of its own with its place, in the order of the text, as editors want it. Default: what is alike is said once, the worst first." };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var check = new Command("check", "Read the plan and say everything that is wrong with it, and what in it is unwise or was never shown to work.") { file, state, all, json };
        check.SetAction(parsed => Check(parsed.GetValue(file)!, parsed.GetValue(state), parsed.GetValue(all), new Screen(parsed.GetValue(json))));
        return check;
    }

    private static int Check(string file, string? folder, bool all, Screen screen)
    {
        var read = PlanFile.Read(file);
        var state = StateOf(read.Plan, folder);
        var remembered = state is null ? null : KeptPlanEvidence.Read(state, read);
        var findings = Findings.Of(read.Plan, read.Places, DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime), remembered?.Record);
        var good = findings.All(f => f.Severity != Severity.Error);
        screen.Line($"{file}: {Verdict(good, findings)} {Contents(read.Plan)}");
        foreach (var line in all ? findings.SelectMany(f => new[] { f.ToString(), $"HINT: {f.Hint}" }) : FindingGroups.Lines(findings))
        {
            screen.Line(line);
        }

        if (remembered is { NotCounted: [var first, .. var others] })
        {
            Screen.Warn($"Evidence that counts for nothing: {first}{(others.IsEmpty ? "" : $" (and {others.Length} more)")}");
        }

        if (remembered is { Record: var record })
        {
            screen.Line($"Held against what {state!.PlaceOf("")} remembers: {Count(record.Drills.Length, "drill")} that brought everything back, {Count(record.VerifiedCopies.Count, "copy", "copies")} of systems that were read back.");
        }

        if (findings.Count > 0)
        {
            screen.Line();
            screen.Line($"What a rule asks for, and why:  holdfast plan rule {findings.MaxBy(f => f.Severity)!.Id}");
            screen.Line(all ? "" : "Each finding with its place:    the same with --all");
        }

        if (screen.Json)
        {
            var evidence = remembered is null
                ? null
                : new JsonObject { { "folder", state!.PlaceOf("") }, { "drills", remembered.Record.Drills.Length }, { "verifiedCopies", remembered.Record.VerifiedCopies.Count }, { "notCounted", remembered.NotCounted } };
            Screen.WriteJson(new JsonObject { { "valid", true }, { "good", good }, { "problems", new JsonArray() }, { "findings", findings.Select(Plain) }, { "evidence", evidence } });
        }

        return good ? ExitCode.Good : ExitCode.OutsideTarget;
    }

    /// <summary>
    /// Checking a plan makes no folder: where nothing is remembered the plan is judged alone. A folder that another command made without
    /// writing anything into it remembers nothing either.
    /// </summary>
    private static IRunStore? StateOf(Plan plan, string? named)
    {
        if (named is not null && !Directory.Exists(named))
        {
            throw new UsageException($"There is no state folder at {Path.GetFullPath(named)}.", "Name the one that the runs of this plan were made with, or leave --state out.");
        }

        var folder = named ?? StatePlaces.DefaultFor(plan.Organization);
        return StatePlaces.ToLookInto(folder) is { IsMade: true } state && (named is not null || !state.IsEmpty()) ? state : null;
    }

    private static string Verdict(bool good, IReadOnlyList<Finding> findings) => findings.Count == 0
        ? "good."
        : $"{(good ? "good" : "NOT GOOD")}, with {string.Join(" and ", findings.GroupBy(f => f.Severity).OrderByDescending(g => g.Key).Select(g => Count(g.Count(), g.Key.ToString().ToLowerInvariant())))}.";

    private static string Contents(Plan plan) =>
        $"{Count(plan.Systems.Length, "system")}, {Count(plan.Repositories.Length, "repository", "repositories")}, "
        + $"{Count(plan.Processes.Length, "process", "processes")}, {Count(plan.Scenarios.Length, "scenario")}.";

    /// <summary>As the problems of a plan are written, so that one reader does for both.</summary>
    private static JsonObject Plain(Finding f) =>
        new JsonObject { { "id", f.Id }, { "severity", f.Severity }, { "clause", f.Clause }, { "message", f.Message }, { "hint", f.Hint }, { "file", f.Where.File }, { "line", f.Where.Line }, { "column", f.Where.Column } };

    private static string Count(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";
}
