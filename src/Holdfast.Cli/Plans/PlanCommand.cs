using System.CommandLine;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan check</c> reads a plan and says everything that is wrong or unwise in it; <c>schema</c> prints its language.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The plan.", DefaultValueFactory = _ => "holdfast.yaml" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var check = new Command("check", "Read the plan and say everything that is wrong with it, and what in it is unwise.") { file, json };
        check.SetAction(parsed => Check(parsed.GetValue(file)!, new Screen(parsed.GetValue(json))));
        var schema = new Command("schema", "Print the JSON Schema of plans, for editors that complete and check while one writes.");
        schema.SetAction(_ => PrintSchema());
        return new Command("plan", "Read, check, show and draw plans.") { check, ShowCommand.Create(), schema };
    }

    private static int PrintSchema()
    {
        Console.Out.Write(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "holdfast.schema.json")));
        return ExitCode.Good;
    }

    private static int Check(string file, Screen screen)
    {
        var read = PlanFile.Read(file);
        var findings = Findings.Of(read.Plan, read.Places, DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime));
        foreach (var finding in findings)
        {
            screen.Line(finding.ToString());
        }

        var good = findings.All(f => f.Severity != Severity.Error);
        screen.Line($"{file}: {Verdict(good, findings)} {Contents(read.Plan)}");
        if (screen.Json)
        {
            Screen.WriteJson(new { valid = true, good, problems = Array.Empty<PlanProblem>(), findings = findings.Select(Plain) });
        }

        return good ? ExitCode.Good : ExitCode.OutsideTarget;
    }

    private static string Verdict(bool good, IReadOnlyList<Finding> findings) => findings.Count == 0
        ? "good."
        : $"{(good ? "good" : "NOT GOOD")}, with {string.Join(" and ", findings.GroupBy(f => f.Severity).OrderByDescending(g => g.Key).Select(g => Count(g.Count(), g.Key.ToString().ToLowerInvariant())))}.";

    private static string Contents(Plan plan) =>
        $"{Count(plan.Systems.Length, "system")}, {Count(plan.Repositories.Length, "repository", "repositories")}, "
        + $"{Count(plan.Processes.Length, "process", "processes")}, {Count(plan.Scenarios.Length, "scenario")}.";

    /// <summary>As the problems of a plan are written, so that one reader does for both.</summary>
    private static object Plain(Finding f) =>
        new { f.Id, f.Severity, f.Clause, f.Message, f.Hint, f.Where.File, f.Where.Line, f.Where.Column };

    private static string Count(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";
}
