using System.CommandLine;
using System.CommandLine.Invocation;
using Holdfast.Cli.Demo;
using Holdfast.Cli.Repo;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Faults;
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
            if (json)
            {
                Screen.WriteJson(new { valid = false, problems = e.Problems });
                Screen.Tell("", new { message_type = "exit_error", code = ExitCode.PlanRejected, message = e.Message, problems = e.Problems });
                return ExitCode.PlanRejected;
            }

            foreach (var problem in e.Problems)
            {
                Console.Error.WriteLine(TerminalText.Shown(problem.ToString()));
            }

            return ExitCode.PlanRejected;
        }
        catch (RunRefusedException e)
        {
            return Say(ExitCode.Refused, e.Message, e.Hint);
        }
        catch (TrustException e)
        {
            return Say(ExitCode.Refused, e.Message, e.Hint);
        }
        catch (CodeRefusedException e)
        {
            return Say(ExitCode.Refused, e.Message, e.Hint);
        }
        catch (UsageException e)
        {
            return Say(ExitCode.Usage, e.Message, e.Hint);
        }
        catch (RepositoryException e)
        {
            return Say(e.ExitCode, e.Message, e.Hint);
        }
        catch (JournalDamagedException e)
        {
            return Say(ExitCode.Failed, "A journal is damaged: " + e.Message, "Fetch a whole copy from a repository, where the newest holdfast:journal snapshot has it.");
        }
        catch (OperationCanceledException)
        {
            var cut = parsed.CommandResult.Command.Name is "failover" or "resume";
            return Say(
                ExitCode.Interrupted,
                "Interrupted.",
                cut ? "What was done is in the journal. Go on with \"holdfast run resume\", or give it up with \"holdfast run abort\"." : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DemoFailedException || OpenFileLimit.IsCauseOf(e))
        {
            return Say(ExitCode.Failed, e.Message, OpenFileLimit.IsCauseOf(e) ? OpenFileLimit.Hint : null);
        }
        catch (Exception e) // The last resort: whoever reads this at 3 a.m. is not helped by a stack trace, and nothing is hidden but that.
        {
            return Say(
                ExitCode.Failed,
                $"Holdfast failed in a way that nobody foresaw: {e.GetType().Name}: {e.Message}",
                "This is a fault of Holdfast; please report it. What was done until now is in the journal: \"holdfast run list\".");
        }

        int Say(int code, string message, string? hint)
        {
            if (json)
            {
                Screen.WriteJson(new { error = new { code, message, hint } });
            }

            Screen.Tell(
                hint is null ? message : $"{message}{Environment.NewLine}HINT: {hint}",
                new { message_type = "exit_error", code, message, hint });
            return code;
        }
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
