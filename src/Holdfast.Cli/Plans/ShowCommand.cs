using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Presentation.Plans.Shown;

namespace Holdfast.Cli.Plans;

/// <summary><c>holdfast plan show</c>: the plan as it is understood, each value with where it comes from.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("FILE NAME...")
        {
            Description = $"The plan, by default {StateOptions.DefaultPlan}, and the names of what shall be shown, by default everything. The first word is the file if there is such a file, or if it has a slash or ends with .yaml.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var command = new Command("show", "Show the plan as it is understood, defaults filled in, each value with where it comes from.") { words, json };
        command.SetAction(parsed => Show(parsed.GetValue(words)!, parsed.GetValue(json)));
        return command;
    }

    private static int Show(string[] words, bool asJson)
    {
        var namesFile = words.Length > 0 && LooksLikeAFile(words[0]);
        var file = namesFile ? words[0] : StateOptions.DefaultPlan;
        var plan = PlanFile.Read(file);
        var shown = ShownPlan.Of(plan.Plan, plan.Places).Only(words.Skip(namesFile ? 1 : 0).ToArray());
        if (asJson)
        {
            Screen.WriteJson(ShownJson.Of(shown, file));
        }
        else
        {
            new ShownText(Console.Out, plan.Folder, !Console.IsOutputRedirected).Write(shown, file);
        }

        return ExitCode.Good;
    }

    // Names of things hold no slash.
    private static bool LooksLikeAFile(string word) =>
        word.Contains('/', StringComparison.Ordinal) || word.EndsWith(".yaml", StringComparison.Ordinal) || word.EndsWith(".yml", StringComparison.Ordinal) || File.Exists(word);
}
