using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

internal sealed class FindVerb
{
    private readonly Argument<string[]> _patterns = new("pattern") { Description = "Names or paths, with * and ?; or ids", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _ignoreCase = new("--ignore-case", "-i") { Description = "Whether letters are large or small does not matter" };
    private readonly Option<bool> _long = new("--long", "-l") { Description = "With mode, owner, size and time" };
    private readonly Option<bool> _forPeople = new("--human-readable") { Description = "Sizes in KiB, MiB and so on" };
    private readonly Option<string?> _oldest = new("--oldest", "-O") { Description = "Modified then or later", HelpName = "time" };
    private readonly Option<string?> _newest = new("--newest", "-N") { Description = "Modified then or earlier", HelpName = "time" };
    private readonly Option<string[]> _snapshots = SnapshotChoice.Several("--snapshot", "Only in this snapshot", "-s");
    private readonly Option<bool> _reverse = new("--reverse", "-R") { Description = "Oldest snapshots first" };
    private readonly Option<bool> _blob = new("--blob") { Description = "The patterns are ids of data blobs: what uses them" };
    private readonly Option<bool> _tree = new("--tree") { Description = "The patterns are ids of trees: which folders they are" };
    private readonly Option<bool> _pack = new("--pack") { Description = "The patterns are ids of packs: what uses their blobs" };
    private readonly Option<bool> _showPack = new("--show-pack-id") { Description = "With --blob or --tree: the packs that they stand in" };
    private readonly SnapshotChoice _choice = new();

    internal static Command Create(RepoOptions options)
    {
        var verb = new FindVerb();
        var command = new Command("find", "Find files in snapshots, or what uses a blob")
        {
            verb._patterns, verb._ignoreCase, verb._long, verb._forPeople, verb._oldest, verb._newest, verb._snapshots, verb._reverse,
            verb._blob, verb._tree, verb._pack, verb._showPack,
        };
        verb._choice.AddTo(command);
        command.Runs(options, (context, ct) =>
        {
            var isObject = new[] { verb._blob, verb._tree, verb._pack }.Count(o => context.Line.GetValue(o));
            return isObject > 1
                ? throw new UsageException("cannot have several ID types", "give one of --blob, --tree and --pack")
                : context.ReadAsync(
                    (repository, token) => isObject == 1 ? verb.FindObjectsAsync(context, repository, token) : verb.FindNamesAsync(context, repository, token), ct);
        });
        return command;
    }

    private async Task<List<Snapshot>> SnapshotsAsync(RepoContext context, Repository repository, CancellationToken ct)
    {
        var found = await _choice.FindAllAsync(repository, context.Line.GetValue(_snapshots)!, context, ct);
        return context.Line.GetValue(_reverse) ? [.. found.OrderBy(s => s.Time)] : [.. found.OrderByDescending(s => s.Time)];
    }

    private async Task<int> FindNamesAsync(RepoContext context, Repository repository, CancellationToken ct)
    {
        var line = context.Line;
        var request = new FindRequest(
            line.GetValue(_patterns)!, line.GetValue(_ignoreCase), TimeOf(line.GetValue(_oldest)), TimeOf(line.GetValue(_newest)));
        var content = await repository.LookAsync(ct);
        List<(Snapshot, List<ListedNode>)> all = [];
        using var lines = context.Json ? null : new PathLines(context);
        foreach (var snapshot in await SnapshotsAsync(context, repository, ct))
        {
            var found = await content.FindAsync(snapshot, request, ct).ToListAsync(ct);
            if (found.Count == 0)
            {
                continue;
            }

            all.Add((snapshot, found));
            if (lines is not null)
            {
                if (all.Count > 1)
                {
                    lines.Write("");
                }

                all[^1] = (snapshot, []);
                lines.Write($"Found matching entries in snapshot {snapshot.Id.ShortForm} from {Moment(snapshot)}");
                found.ForEach(n => NodeText.Write(lines, n, line.GetValue(_long) || line.GetValue(_forPeople), line.GetValue(_forPeople)));
            }
        }

        if (context.Json)
        {
            TellJson(context.Output, all);
        }

        return Verb.Success;
    }

    private static void TellJson(TextWriter output, List<(Snapshot Snapshot, List<ListedNode> Found)> all) => JsonLine.WriteValue(output, json =>
    {
        json.WriteStartArray();
        foreach (var (snapshot, found) in all)
        {
            json.WriteStartObject();
            json.WriteStartArray("matches");
            found.ForEach(n => Write(json, n));
            json.WriteEndArray();
            json.WriteNumber("hits", found.Count);
            json.WriteString("snapshot", snapshot.Id.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, ListedNode listed)
    {
        var node = listed.Node;
        json.WriteStartObject();
        json.WriteString("path", listed.Path);
        json.WriteString("permissions", NodeText.Permissions(node));
        json.WriteString("type", node.Type.Word());
        Optional(json, "mode", node.Mode);
        json.WriteString("mtime", node.Modified.ToString());
        json.WriteString("atime", node.Accessed.ToString());
        json.WriteString("ctime", node.Changed.ToString());
        json.WriteNumber("uid", node.UserId);
        json.WriteNumber("gid", node.GroupId);
        Optional(json, "user", node.User);
        Optional(json, "group", node.Group);
        Optional(json, "inode", node.Inode);
        Optional(json, "device_id", node.DeviceId);
        Optional(json, "size", node.Size);
        Optional(json, "links", node.Links);
        Optional(json, "linktarget", Encoding.UTF8.GetString(node.LinkTarget.Span));
        Optional(json, "error", node.Error);
        json.WriteEndObject();
    }

    private async Task<int> FindObjectsAsync(RepoContext context, Repository repository, CancellationToken ct)
    {
        var words = context.Line.GetValue(_patterns)!;
        var content = await repository.LookAsync(ct);
        var isWanted = await WantedAsync(context.Line, repository, words, ct);
        HashSet<BlobHandle> met = [];
        List<FoundBlob> all = [];
        using var lines = context.Json ? null : new PathLines(context);
        foreach (var snapshot in await SnapshotsAsync(context, repository, ct))
        {
            await foreach (var found in content.FindBlobsAsync(snapshot, isWanted, ct))
            {
                met.Add(found.Blob);
                if (lines is null)
                {
                    all.Add(found);
                }
                else
                {
                    Tell(lines, found);
                }
            }
        }

        if (lines is null)
        {
            JsonLine.WriteValue(context.Output, json => TellJson(json, all));
        }
        else if (context.Line.GetValue(_showPack))
        {
            await TellPacksAsync(lines, repository, met, ct);
        }

        return Verb.Success;
    }

    // An id may be given by how it begins.
    private async Task<Func<BlobHandle, bool>> WantedAsync(ParseResult line, Repository repository, string[] words, CancellationToken ct)
    {
        if (line.GetValue(_pack))
        {
            var blobs = (await repository.Objects.BlobsOfAsync(words, ct)).ToHashSet();
            return blobs.Contains;
        }

        var type = line.GetValue(_tree) ? BlobType.Tree : BlobType.Data;
        var whole = words.Select(w => Digest.TryParse(w, out var id) ? id : default).Where(d => d != default).ToHashSet();
        var begun = words.Where(w => w.Length is > 0 and < 2 * Digest.Size).ToList();
        return blob => blob.Type == type
            && (whole.Contains(blob.Id.Value)
                || (begun.Count > 0 && blob.Id.ToString() is var id && begun.Exists(b => id.StartsWith(b, StringComparison.Ordinal))));
    }

    private static void Tell(PathLines lines, FoundBlob found)
    {
        lines.Write($"Found {Word(found)} {found.Blob.Id}");
        lines.Write(found.ParentTree is null ? " ... path " : " ... in file ", found.RawPath);
        if (found.ParentTree is { } tree)
        {
            lines.Write($"     (tree {tree})");
        }

        lines.Write($" ... in snapshot {found.Snapshot.Id.ShortForm} ({Moment(found.Snapshot)})");
    }

    private static void TellJson(Utf8JsonWriter json, List<FoundBlob> all)
    {
        json.WriteStartArray();
        foreach (var found in all)
        {
            json.WriteStartObject();
            json.WriteString("object_type", Word(found));
            json.WriteString("id", found.Blob.Id.ToString());
            json.WriteString("path", found.Path);
            Optional(json, "parent_tree", found.ParentTree?.ToString() ?? "");
            json.WriteString("snapshot", found.Snapshot.Id.ToString());
            json.WriteString("time", SnapshotJson.Time(found.Snapshot));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static async Task TellPacksAsync(PathLines lines, Repository repository, IEnumerable<BlobHandle> blobs, CancellationToken ct)
    {
        foreach (var blob in blobs)
        {
            foreach (var (pack, offset, length, uncompressed) in await repository.Objects.PlacesAsync(blob, ct))
            {
                lines.Write($"Object belongs to pack {pack}");
                lines.Write(
                    $" ... Pack {pack[..8]}: <Blob ({(blob.Type == BlobType.Data ? "data" : "tree")}) {blob.Id.ToString()[..8]}, "
                    + $"offset {offset}, length {length}, uncompressed length {uncompressed}>");
            }
        }
    }

    private static string Word(FoundBlob found) => found.Blob.Type == BlobType.Data ? "blob" : "tree";

    private static string Moment(Snapshot snapshot) => snapshot.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset? TimeOf(string? text) => text is null ? null : TimeText.Parse(text);

    private static void Optional(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, ulong number)
    {
        if (number != 0)
        {
            json.WriteNumber(name, number);
        }
    }
}
