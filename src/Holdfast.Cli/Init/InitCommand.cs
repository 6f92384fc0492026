using System.CommandLine;
using Holdfast.Agent.Discovery;
using Holdfast.Cli.Init.Questions;
using Holdfast.Cli.Init.Writing;
using Holdfast.Presentation;

namespace Holdfast.Cli.Init;

/// <summary><c>holdfast init</c>: looks around the machine, asks a few questions, and writes a plan that passes its check.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the plan is written, as holdfast.yaml.", DefaultValueFactory = _ => "." };
        var output = new Option<string?>("--output") { Description = "The plan's file, where it has another name.", HelpName = "FILE" };
        var yes = new Option<bool>("--yes") { Description = "Ask nothing; every default holds." };
        var answers = new Option<string?>("--answers") { Description = "Ask nothing; a YAML file of  question: answer  says what is not as by default.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replace a plan that is there. A copy of it is kept beside it." };
        var root = new Option<string>("--root") { Description = "Look around a machine whose disk is mounted here.", HelpName = "FOLDER", DefaultValueFactory = _ => "/" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output, nothing else." };
        var command = new Command("init", "Look around this machine, ask a few questions, and write its plan.") { folder, output, yes, answers, force, root, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var screen = new Screen(parsed.GetValue(json));
            var file = new PlanFile(parsed.GetValue(output) ?? Path.Combine(parsed.GetValue(folder)!, StateOptions.DefaultPlan), parsed.GetValue(force));
            file.RefuseToReplace();
            var asker = AskerFor(parsed.GetValue(yes), parsed.GetValue(answers), screen);
            var machine = parsed.GetValue(root) is var at && at != "/" ? Mounted(at!) : Machine.ThisOne(TimeProvider.System);
            return await new InitWork(machine, asker, file, screen, TimeProvider.System).DoAsync(cancellationToken);
        });
        return command;
    }

    // Its programs are not ours to run: they would tell of the machine that we are on.
    private static Machine Mounted(string root) => Directory.Exists(root)
        ? new Machine(root, "", TimeSpan.FromSeconds(10), TimeProvider.System)
        : throw new UsageException($"There is no folder {Path.GetFullPath(root)}.", "Say with --root where the machine's disk is mounted.");

    private static Asker AskerFor(bool yes, string? answers, Screen screen) => (yes, answers) switch
    {
        (_, { } file) => new FileAsker(file),
        (true, _) => new DefaultsAsker(),
        _ when Console.IsInputRedirected => throw new UsageException(
            "init asks questions, and there is no terminal to answer them.",
                "Let every default hold with --yes, or write the answers into a file and name it with --answers; docs/init.md lists the questions."),
        _ => new TerminalAsker(Console.In, screen.Json || Console.IsOutputRedirected ? Console.Error : Console.Out),
    };
}
