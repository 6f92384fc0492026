using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations;

namespace Holdfast.Cli.Repo;

/// <summary>What could not be read or restored, on standard error: a line each.</summary>
internal static class FailureLines
{
    /// <param name="during">restic's word for what was going on.</param>
    /// <param name="what">What it means, for people.</param>
    internal static void Tell(RepoContext context, IEnumerable<ReadFailure> failures, string during, string what)
    {
        foreach (var failure in failures)
        {
            if (!context.Json)
            {
                context.Errors.WriteLine($"{what}: {failure.Path}: {failure.Why}");
                continue;
            }

            JsonLine.Write(context.Errors, j =>
            {
                j.WriteString("message_type", "error");
                j.WriteStartObject("error");
                j.WriteString("message", failure.Why);
                j.WriteEndObject();
                j.WriteString("during", during);
                j.WriteString("item", failure.Path);
            });
        }
    }

    /// <summary>The same for what went wrong with whole snapshots.</summary>
    internal static void Tell(RepoContext context, IEnumerable<RepositoryException> failures)
    {
        foreach (var failure in failures)
        {
            if (context.Json)
            {
                JsonLine.Write(context.Errors, j =>
                {
                    j.WriteString("message_type", "error");
                    j.WriteString("message", failure.Message);
                });
                continue;
            }

            context.Errors.WriteLine($"error: {failure.Message}");
            if (failure.Failure.Hint is { } hint)
            {
                context.Errors.WriteLine($"HINT: {hint}");
            }
        }
    }
}
