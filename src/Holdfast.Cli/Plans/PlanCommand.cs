using System.CommandLine;
using Holdfast.Recovery.Plans;
using Holdfast.Stages;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan check</c>: reads a plan and says everything that is wrong with it.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The plan.", DefaultValueFactory = _ => "holdfast.yaml" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var check = new Command("check", "Read the plan and say everything that is wrong with it.") { file, json };
        check.SetAction(parsed => Check(parsed.GetValue(file)!, new Screen(parsed.GetValue(json))));
        return new Command("plan", "Read and check plans.") { check };
    }

    private static int Check(string file, Screen screen)
    {
        if (!File.Exists(file))
        {
            throw new UsageException($"There is no plan at {Path.GetFullPath(file)}.", "Say which file to check.");
        }

        var plan = PlanInForce.FromFile(file).Plan;
        screen.Line(
            $"{file}: good. {Count(plan.Systems.Length, "system")}, {Count(plan.Repositories.Length, "repository", "repositories")}, "
            + $"{Count(plan.Processes.Length, "process", "processes")}, {Count(plan.Scenarios.Length, "scenario")}.");
        foreach (var (scenario, system, why) in plan.Scenarios.SelectMany(s => Loss.Of(plan, s).Unrecoverable.Select(u => (s.Name, u.Key, u.Value))))
        {
            Screen.Warn($"{file}: \"{scenario}\" takes {system} for good: {why}.");
        }

        if (screen.Json)
        {
            Screen.WriteJson(new { valid = true, problems = Array.Empty<PlanProblem>() });
        }

        return ExitCode.Good;
    }

    private static string Count(int count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";
}
