using System.CommandLine;

namespace Holdfast.Cli.Repo;

internal static class DumpVerb
{
    internal static Command Create(RepoOptions options)
    {
        var id = new Argument<string>("snapshot") { Description = "Which snapshot: an id, how it begins, or latest" };
        var path = new Argument<string>("file") { Description = "Path of the file in the snapshot" };
        var choice = new SnapshotChoice();
        var command = new Command("dump", "Write one file of a snapshot to standard output") { id, path };
        choice.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            var snapshot = await choice.FindAsync(repository, context.Line.GetValue(id)!, context.Line, ct);
            await using var output = Console.OpenStandardOutput();
            await repository.DumpAsync(snapshot, context.Line.GetValue(path)!, output, ct);
            return Verb.Success;
        });
        return command;
    }
}
