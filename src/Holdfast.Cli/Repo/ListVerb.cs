using System.CommandLine;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;

namespace Holdfast.Cli.Repo;

internal static class ListVerb
{
    internal static Command Create(RepoOptions options)
    {
        var kind = new Argument<string>("what") { Description = "blobs, packs, index, snapshots, keys or locks" };
        var command = new Command("list", "List the names of what the repository is made of") { kind };
        command.Runs(options, async (context, ct) =>
        {
            var word = context.Line.GetValue(kind)!;
            var files = KindOf(word);

            // As restic does it: a lock of our own among the locks would only confuse, and who lists them looks for who is in the way.
            if (word == "locks")
            {
                await using var repository = await context.OpenAsync(ct);
                return await TellAsync(context, repository, files, ct);
            }

            return await context.ReadAsync((repository, token) => TellAsync(context, repository, files, token), ct);
        });
        return command;
    }

    // Null: blobs.
    private static FileKind? KindOf(string word) => word switch
    {
        "blobs" => null,
        "packs" => FileKind.Pack,
        "index" => FileKind.Index,
        "snapshots" => FileKind.Snapshot,
        "keys" => FileKind.Key,
        "locks" => FileKind.Lock,
        _ => throw new UsageException(
            $"invalid argument \"{word}\" for \"list\"", "list blobs, packs, index, snapshots, keys or locks"),
    };

    private static async Task<int> TellAsync(RepoContext context, Repository repository, FileKind? kind, CancellationToken ct)
    {
        using var lines = new PathLines(context);
        if (kind is { } files)
        {
            foreach (var name in await repository.Objects.NamesAsync(files, ct))
            {
                lines.Write(name);
            }

            return Verb.Success;
        }

        foreach (var blob in await repository.Objects.BlobsAsync(ct))
        {
            lines.Write($"{(blob.Type == BlobType.Data ? "data" : "tree")} {blob.Id}");
        }

        return Verb.Success;
    }
}
