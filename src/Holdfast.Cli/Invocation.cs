using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.Json.Nodes;
using Holdfast.Cli.Endings;
using Holdfast.Cli.Repo;
using Holdfast.Execution.Plans;
using Holdfast.Failures;
using Holdfast.Presentation;
using Holdfast.Restic.Platform;

namespace Holdfast.Cli;

/// <summary>Runs a command and turns what went wrong into a message, a hint and an exit code. No stack trace reaches a user.</summary>
internal static class Invocation
{
    /// <summary>After Ctrl-C: to end what a drill started may take its services' own patience.</summary>
    private static readonly TimeSpan WindingUp = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        if (args is [RepoCommand.Name, .. var dialect])
        {
            return await RepoInvocation.RunAsync(root, RawEnvironment.Arguments(dialect));
        }

        var parsed = root.Parse(args);
        var json = args.Contains("--json");
        if (json)
        {
            Screen.SpeakJson();
        }

        var isOfRun = parsed.CommandResult.Command.Name is "failover" or "resume";
        var printer = new FailurePrinter(json, asRestic: false);
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                throw new UsageException(
                    string.Join(" ", parsed.Errors.Select(e => e.Message)), $"\"holdfast {CommandOf(parsed)}--help\" shows what can be said.");
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = WindingUp });
        }
        catch (PlanRejectedException e)
        {
            return Reject(e, json);
        }
        catch (OperationCanceledException)
        {
            return printer.Print(new(
                FailureCode.Interrupted,
                "Interrupted.",
                isOfRun ? "What was done is in the journal. Go on with \"holdfast run resume\", or give it up with \"holdfast run abort\"." : null));
        }
        catch (Exception e) // All that can be known of it is in its last words.
        {
            return printer.Print(LastWords.Of(e, isOfRun));
        }
    }

    private static int Reject(PlanRejectedException rejected, bool json)
    {
        if (json)
        {
            Screen.WriteJson(new JsonObject { { "valid", false }, { "problems", JsonFields.Of(rejected.Problems) } });
            Screen.Tell("", new JsonObject { { "message_type", "exit_error" }, { "code", ExitCode.PlanRejected }, { "message", rejected.Message }, { "problems", JsonFields.Of(rejected.Problems) } });
            return ExitCode.PlanRejected;
        }

        foreach (var problem in rejected.Problems)
        {
            Console.Error.WriteLine(TerminalText.Shown(problem.ToString()));
        }

        return ExitCode.PlanRejected;
    }

    private static string CommandOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var command = parsed.CommandResult; command.Command is not RootCommand; command = (System.CommandLine.Parsing.CommandResult)command.Parent!)
        {
            names.Push(command.Command.Name + " ");
        }

        return string.Concat(names);
    }
}
