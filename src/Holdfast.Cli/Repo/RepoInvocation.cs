using System.CommandLine;
using Holdfast.Cli.Endings;
using Holdfast.Failures;
using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>
/// Runs <c>holdfast repo</c> as restic runs: what goes wrong is said on standard error, with <c>--json</c> as <c>exit_error</c> in its last
/// line, and the exit code is restic's. Nothing that is no answer gets to standard output.
/// </summary>
internal static class RepoInvocation
{
    internal static async Task<int> RunAsync(RootCommand root, IReadOnlyList<string> args)
    {
        using var interruption = new Interruption(Timeout.InfiniteTimeSpan);
        var printer = new FailurePrinter(args.TakeWhile(a => a != "--").Contains("--json"), asRestic: true);
        try
        {
            var line = GoFlags.Canonical(root.Subcommands.Single(c => c.Name == RepoCommand.Name), args);
            var parsed = root.Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null });
            RefuseWrong(parsed);
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.WasAsked)
        {
            return printer.Print(new(FailureCode.Interrupted, "interrupted"));
        }
        catch (Exception e) // All that can be known of it is in its last words.
        {
            return printer.Print(LastWords.Of(e));
        }
    }

    private static void RefuseWrong(ParseResult parsed)
    {
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            throw new UsageException(
                string.Join(" ", parsed.Errors.Select(e => e.Message)),
                $"\"holdfast repo {parsed.CommandResult.Command.Name} --help\" shows what it takes");
        }
    }
}
