using System.CommandLine;

namespace Holdfast.Cli.Repo;

/// <summary>What a verb does, and restic's exit codes. Failures are thrown; <see cref="RepoInvocation"/> tells of them.</summary>
internal static class Verb
{
    internal const int Success = 0, Failure = 1, Partial = 3;

    internal static void Runs(this Command command, RepoOptions options, Func<RepoContext, CancellationToken, Task<int>> run) =>
        command.SetAction(async (line, ct) =>
        {
            await using var context = new RepoContext(line, options);
            return await run(context, ct);
        });
}
