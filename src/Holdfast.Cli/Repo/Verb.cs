using System.CommandLine;
using Holdfast.Restic;

namespace Holdfast.Cli.Repo;

/// <summary>Runs a verb and turns how it ends into restic's exit codes and messages.</summary>
internal static class Verb
{
    internal const int Success = 0, Failure = 1, Partial = 3, Interrupted = 130;

    internal static void Runs(this Command command, RepoOptions options, Func<RepoContext, CancellationToken, Task<int>> run) =>
        command.SetAction(async (line, ct) =>
        {
            var context = new RepoContext(line, options);
            try
            {
                return await run(context, ct);
            }
            catch (RepositoryException e)
            {
                Report(context, e.ExitCode, e.Message, e.Hint);
                return e.ExitCode;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                Report(context, Interrupted, "interrupted", null);
                return Interrupted;
            }
        });

    private static void Report(RepoContext context, int code, string message, string? hint)
    {
        if (context.Json)
        {
            var text = hint is null ? message : $"{message} HINT: {hint}";
            JsonLine.Write(context.Errors, j =>
            {
                j.WriteString("message_type", "exit_error");
                j.WriteNumber("code", code);
                j.WriteString("message", text);
            });
            return;
        }

        context.Errors.WriteLine($"holdfast: {message}");
        if (hint is not null)
        {
            context.Errors.WriteLine($"HINT: {hint}");
        }
    }
}
