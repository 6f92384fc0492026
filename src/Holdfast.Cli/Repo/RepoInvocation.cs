using System.CommandLine;
using System.Runtime.InteropServices;
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
        using var interrupt = new Interrupt();
        var printer = new FailurePrinter(args.TakeWhile(a => a != "--").Contains("--json"), asRestic: true);
        try
        {
            var line = GoFlags.Canonical(root.Subcommands.Single(c => c.Name == RepoCommand.Name), args);
            var parsed = root.Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null });
            RefuseWrong(parsed);
            return await parsed.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupt.Token);
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
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

    /// <summary>
    /// Ctrl-C and the polite signal to end: the first lets the work end and take its lock away, the second ends the program where it stands.
    /// </summary>
    private sealed class Interrupt : IDisposable
    {
        // "timeout" sends its signal to the program and to its group, so it comes twice; no one meant to ask twice.
        private static readonly TimeSpan Echo = TimeSpan.FromSeconds(1);

        private readonly Lock _gate = new();
        private long _first;

        private readonly CancellationTokenSource _cancelled = new();
        private readonly PosixSignalRegistration[] _signals;

        internal Interrupt() => _signals =
            [PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear)];

        internal CancellationToken Token => _cancelled.Token;

        public void Dispose()
        {
            Array.ForEach(_signals, s => s.Dispose());
            _cancelled.Dispose();
        }

        private void Hear(PosixSignalContext signal)
        {
            signal.Cancel = true;
            lock (_gate)
            {
                if (_first == 0)
                {
                    _first = TimeProvider.System.GetTimestamp();
                }
                else if (TimeProvider.System.GetElapsedTime(_first) < Echo)
                {
                    return;
                }
            }

            if (_cancelled.IsCancellationRequested)
            {
                Environment.Exit(Verb.Interrupted);
            }

            _cancelled.Cancel();
        }
    }
}
