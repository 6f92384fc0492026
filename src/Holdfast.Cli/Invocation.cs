using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.Json.Nodes;
using Holdfast.Cli.Endings;
using Holdfast.Cli.Repo;
using Holdfast.Execution.Plans;
using Holdfast.Failures;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans.Values;
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

        args = args switch
        {
            ["help", .. var words] => [.. words, "--help"],
            ["version"] => ["--version"],
            _ => args,
        };
        var parsed = root.Parse(args);
        var json = args.Contains("--json");
        if (json)
        {
            Screen.SpeakJson();
        }

        using var interruption = new Interruption(WindingUp);
        var isOfRun = parsed.CommandResult.Command.Name is "failover" or "resume";
        var printer = new FailurePrinter(json, asRestic: false);
        try
        {
            if (parsed.Action is ParseErrorAction && AsksNothing(parsed))
            {
                root.Parse([.. args, "--help"]).Invoke(new InvocationConfiguration { Output = Console.Error });
                return ExitCode.Usage;
            }

            if (parsed.Action is ParseErrorAction && Misspelt(parsed) is { } guess)
            {
                throw guess;
            }

            if (parsed.Action is ParseErrorAction)
            {
                throw new UsageException(
                    string.Join(" ", parsed.Errors.Select(e => e.Message)), $"\"holdfast {CommandOf(parsed)}--help\" shows what can be said.");
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
        }
        catch (PlanRejectedException e)
        {
            return Reject(e, json);
        }
        catch (OperationCanceledException e) when (!interruption.WasAsked)
        {
            return printer.Print(new(FailureCode.Host, $"Given up: something did not answer in time ({e.Message.TrimEnd('.')}).", isOfRun ? "What was done is in the journal. Go on with \"holdfast run resume\"." : "Say it again; if it stays so, look what hangs.")
            {
                MayPass = true,
            });
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
            Screen.Tell([$"{problem.File}:{problem.Line}:{problem.Column}: {problem.Message}", $"HINT: {problem.Hint}"], []);
        }

        return ExitCode.PlanRejected;
    }

    /// <summary>Whether a group of commands was named and none of it.</summary>
    private static bool AsksNothing(ParseResult parsed) =>
        parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command is { Subcommands.Count: > 0, Action: null };

    /// <returns>What to say of a word that is no command where one must stand; null: that is not what is wrong.</returns>
    private static UsageException? Misspelt(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens is [['-', '-', ..] option, ..] && option != "--")
        {
            var (name, command) = (option.Split('=')[0], parsed.CommandResult.Command);
            var near = Suggestion.For(name, command.Options.Where(o => !o.Hidden).Select(o => o.Name));
            return new(
                $"\"{$"holdfast {CommandOf(parsed)}".TrimEnd()}\" has no option {name}.",
                $"{(near is null ? "" : $"Did you mean {near}? ")}\"holdfast {CommandOf(parsed)}--help\" shows what can be said.");
        }

        var known = parsed.CommandResult.Command.Subcommands.Select(c => c.Name).ToArray();
        if (known.Length == 0 || parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) is not { } word)
        {
            return null;
        }

        var all = $"The commands are {string.Join(", ", known)}.";
        return new(
            $"There is no command \"holdfast {CommandOf(parsed)}{word}\".",
            Suggestion.For(word, known) is { } guess ? $"Did you mean \"holdfast {CommandOf(parsed)}{guess}\"? {all}" : all);
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
