using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Cli.Repo;

internal static class CatVerb
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static Command Create(RepoOptions options)
    {
        var kind = new Argument<string>("what") { Description = "config, masterkey, key, snapshot, index, lock, pack, blob or tree" };
        var id = new Argument<string?>("id") { Description = "Which: an id; for tree SNAPSHOT:/path", DefaultValueFactory = _ => null };
        var command = new Command("cat", "Print what the repository is made of") { kind, id };
        command.Runs(options, (context, ct) =>
        {
            var (word, name) = (context.Line.GetValue(kind)!, context.Line.GetValue(id));
            return name is null && word is not ("config" or "masterkey")
                ? throw new UsageException("ID not specified", "\"holdfast repo list\" shows what there is")
                : context.ReadAsync(
                    async (repository, token) =>
                    {
                        await using var output = StandardOutput.Open();
                        await output.WriteAsync(await ReadAsync(repository, word, name!, context.Line, token), token);
                        return Verb.Success;
                    },
                    ct);
        });
        return command;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Repository repository, string word, string id, ParseResult line, CancellationToken ct)
    {
        var objects = repository.Objects;
        return word switch
        {
            "config" => Pretty(await objects.ReadAsync(FileKind.Config, "", ct)),
            "masterkey" => Pretty(objects.MasterKey()),
            "snapshot" when id == "latest" => Pretty(await objects.ReadAsync(
                FileKind.Snapshot, (await new SnapshotChoice().FindAsync(repository, id, line, ct)).Id.ToString(), ct)),
            "snapshot" => Pretty(await FileAsync(FileKind.Snapshot)),
            "key" => Pretty(await FileAsync(FileKind.Key)),
            "lock" => Pretty(await FileAsync(FileKind.Lock)),
            "index" => await FileAsync(FileKind.Index),
            "pack" => await FileAsync(FileKind.Pack),
            "blob" => await BlobAsync(repository, id, ct),
            "tree" => await TreeAsync(repository, id, line, ct),
            _ => throw new UsageException(
                $"invalid type \"{word}\", must be one of [config|index|snapshot|key|masterkey|lock|pack|blob|tree]"),
        };

        async Task<ReadOnlyMemory<byte>> FileAsync(FileKind kind) => await objects.ReadAsync(kind, await objects.FindAsync(kind, id, ct), ct);
    }

    private static async Task<ReadOnlyMemory<byte>> BlobAsync(Repository repository, string id, CancellationToken ct)
    {
        var content = await repository.LookAsync(ct);
        var blob = Digest.TryParse(id, out var digest)
            ? new BlobId(digest)
            : throw new UsageException($"unable to parse ID: \"{id}\" is no id of 64 digits", "\"holdfast repo list blobs\" shows what there is");
        return content.Has(new(BlobType.Data, blob)) ? await content.BlobAsync(new(BlobType.Data, blob), ct)
            : content.Has(new(BlobType.Tree, blob)) ? await content.BlobAsync(new(BlobType.Tree, blob), ct)
            : throw new RepositoryException(RepositoryFault.Request, "blob not found", "\"holdfast repo list blobs\" shows what there is");
    }

    private static async Task<ReadOnlyMemory<byte>> TreeAsync(Repository repository, string word, ParseResult line, CancellationToken ct)
    {
        var (snapshot, folder) = await new SnapshotChoice().FindFolderAsync(repository, word, line, ct);
        var content = await repository.LookAsync(ct);
        return await content.BlobAsync(new(BlobType.Tree, await content.FolderAsync(snapshot, folder, ct)), ct);
    }

    private static byte[] Pretty(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        using var pretty = new MemoryStream();
        using (var writer = new Utf8JsonWriter(pretty, Indented))
        {
            document.RootElement.WriteTo(writer);
        }

        pretty.WriteByte((byte)'\n');
        return pretty.ToArray();
    }
}
