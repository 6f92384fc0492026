using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary><c>holdfast run stop</c>: ends what a run started. <c>run resume</c> starts it again.</summary>
internal static class StopCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("RUN") { Description = "Which run; the newest failover of this machine when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var because = new Option<string?>("--because") { Description = "The reason, for the evidence.", HelpName = "TEXT" };
        var command = new Command("stop", "Stop the services that a run started; \"run resume\" starts those of a failover again.") { name, because };
        var options = new StateOptions().AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var state = options.FolderOf(parsed);
            var screen = options.ScreenOf(parsed);
            var run = Known.Find(state, parsed.GetValue(name) ?? Newest(state));
            if (RunOrigin.Of(state, run) is { } origin)
            {
                throw new RunRefusedException($"{run} came out of {origin.Repository}; this machine did not lead it and started nothing of it.", "Stop it on the machine that led it.");
            }

            var plan = Known.PlanOf(state, run);
            var stopped = await new Aftermath(plan, state, Hosts.Link(TimeProvider.System, state, plan, reaches: true, new(Screen.Warn, Screen.Note)), Hosts.FindKeyAsync, TimeProvider.System, Screen.Warn)
                .StopAsync(run, parsed.GetValue(because), cancellationToken);
            Show(screen, run, stopped);
            return stopped.Left.IsEmpty ? ExitCode.Good : ExitCode.Partial;
        });
        return command;
    }

    private static void Show(Screen screen, string run, Stopped stopped)
    {
        screen.Line(stopped.Steps.IsEmpty ? $"Nothing that {run} started was running." : $"Stopped: {string.Join(", ", stopped.Steps)}. Start again: holdfast run resume {run}");
        foreach (var left in stopped.Left)
        {
            Screen.Warn(left);
        }

        foreach (var sentence in stopped.Told)
        {
            screen.Line(sentence);
        }

        if (screen.Json)
        {
            Screen.WriteJson(new JsonObject { { "run", run }, { "stopped", stopped.Steps.Select(s => s.ToString()) }, { "left", stopped.Left }, { "told", stopped.Told } });
        }
    }

    private static string? Newest(IRunStore state) =>
        state.RunNames().LastOrDefault(run => RunOrigin.Of(state, run) is null && Known.SummaryOf(state, run) is { Began.Kind: RunKind.Failover });
}
