using System.CommandLine;
using System.Globalization;
using Holdfast.Presentation;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

internal sealed class LsVerb
{
    private readonly Argument<string> _id = new("snapshot") { Description = "Which snapshot: an id, how it begins, or latest; SNAPSHOT:/path begins there" };
    private readonly Argument<string[]> _folders = new("folder")
    {
        Description = "Only what lies in these, whose paths begin with /", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _long = new("--long", "-l") { Description = "With mode, owner, size and time" };
    private readonly Option<bool> _recursive = new("--recursive") { Description = "With folders: all that lies under them, too" };
    private readonly Option<bool> _forPeople = new("--human-readable") { Description = "Sizes in KiB, MiB and so on" };
    private readonly Option<bool> _ncdu = new("--ncdu") { Description = "In the format that \"ncdu -f -\" reads" };
    private readonly Option<bool> _reverse = new("--reverse") { Description = "In the reverse order" };
    private readonly Option<string> _sort = new("--sort", "-s")
    {
        Description = "Order: name, size, time (the same as mtime), atime, ctime or extension", HelpName = "mode", DefaultValueFactory = _ => "name",
    };

    private readonly SnapshotChoice _choice = new();

    internal static Command Create(RepoOptions options)
    {
        var verb = new LsVerb();
        var command = new Command("ls", "List what a snapshot holds")
            { verb._id, verb._folders, verb._long, verb._recursive, verb._forPeople, verb._ncdu, verb._reverse, verb._sort };
        verb._choice.AddTo(command);
        command.Runs(options, (context, ct) =>
        {
            verb.RefuseContradictions(context);
            return context.ReadAsync((repository, token) => verb.RunAsync(context, repository, token), ct);
        });
        return command;
    }

    private void RefuseContradictions(RepoContext context)
    {
        var (line, ncdu) = (context.Line, context.Line.GetValue(_ncdu));
        var wrong = ncdu && context.Json ? "only either '--json' or '--ncdu' can be specified"
            : ncdu && (line.GetValue(_sort) != "name" || line.GetValue(_reverse)) ? "--sort, --reverse and --ncdu are mutually exclusive"
            : line.GetValue(_folders)!.Any(f => !f.StartsWith('/')) ? "All path filters must be absolute, starting with a forward slash '/'"
            : null;
        if (wrong is not null)
        {
            throw new UsageException(wrong);
        }

        _ = LsOrder.Of([], line.GetValue(_sort)!, isReversed: false);
    }

    private async Task<int> RunAsync(RepoContext context, Repository repository, CancellationToken ct)
    {
        var line = context.Line;
        var (snapshot, root) = await _choice.FindFolderAsync(repository, line.GetValue(_id)!, line, ct);
        var content = await repository.LookAsync(ct);
        snapshot = snapshot with { Tree = await content.FolderAsync(snapshot, root, ct) };
        var nodes = ListAsync(content, snapshot.Tree, line.GetValue(_folders)!, line.GetValue(_recursive), ct);
        if (line.GetValue(_ncdu))
        {
            await TellNcduAsync(context, snapshot, nodes);
        }
        else if (line.GetValue(_sort) == "name" && !line.GetValue(_reverse))
        {
            await TellAsync(context, snapshot, nodes);
        }
        else
        {
            var all = new List<ListedNode>();
            await foreach (var node in nodes)
            {
                all.Add(node);
            }

            await TellAsync(context, snapshot, LsOrder.Of(all, line.GetValue(_sort)!, line.GetValue(_reverse)).ToAsyncEnumerable());
        }

        return Verb.Success;
    }

    // A folder that is asked for is itself shown, then what lies in it, and what lies deeper when that is asked for.
    private static IAsyncEnumerable<ListedNode> ListAsync(
        SnapshotContent content, Restic.Format.BlobId root, string[] folders, bool recursive, CancellationToken ct)
    {
        var wanted = folders.Select(f => RawText.ToBytes(f.TrimEnd('/'))).ToList();
        bool IsShown(ListedNode node) => wanted.Count == 0 || wanted.Exists(w =>
            node.RawPath.Span.SequenceEqual(w)
            || (IsUnder(node.RawPath.Span, w) && (recursive || !node.RawPath.Span[(w.Length + 1)..].Contains((byte)'/'))));
        bool MayHold(ListedNode node) => wanted.Count == 0 || wanted.Exists(w =>
            node.RawPath.Span.SequenceEqual(w) || IsUnder(w, node.RawPath.Span) || (recursive && IsUnder(node.RawPath.Span, w)));
        return content.WalkAsync(root, default, MayHold, ct).Where(IsShown);
    }

    private static bool IsUnder(ReadOnlySpan<byte> path, ReadOnlySpan<byte> folder) =>
        path.Length > folder.Length && path.StartsWith(folder) && path[folder.Length] == '/';

    private async Task TellAsync(RepoContext context, Snapshot snapshot, IAsyncEnumerable<ListedNode> nodes)
    {
        if (context.Json)
        {
            JsonLine.Write(context.Output, j =>
            {
                SnapshotJson.WriteMembers(j, snapshot);
                j.WriteString("message_type", "snapshot");
                j.WriteString("struct_type", "snapshot");
            });
            await foreach (var node in nodes)
            {
                WriteJson(context.Output, node);
            }

            return;
        }

        using var lines = new PathLines(context);
        if (!context.Quiet)
        {
            lines.Write(
                $"snapshot {snapshot.Id.ShortForm} of [{string.Join(' ', snapshot.Paths.Select(TerminalText.Safe))}] at "
                + Moment(snapshot)
                + $" by {TerminalText.Safe(snapshot.UserName)}@{TerminalText.Safe(snapshot.HostName)}"
                + $" filtered by [{string.Join(' ', context.Line.GetValue(_folders)!.Select(TerminalText.Safe))}]:");
        }

        await foreach (var node in nodes)
        {
            var forPeople = context.Line.GetValue(_forPeople);
            NodeText.Write(lines, node, context.Line.GetValue(_long) || forPeople, forPeople);
        }
    }

    // As Go prints a time: "2026-01-31 13:45:00.123456789 +0000 UTC".
    private static string Moment(Snapshot snapshot)
    {
        var (exact, offset) = (snapshot.ExactTime, snapshot.Time.Offset);
        var fraction = exact.Nanoseconds == 0 ? "" : "." + exact.Nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        var zone = (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture);
        return snapshot.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            + $"{fraction} {zone} {(offset == TimeSpan.Zero ? "UTC" : zone)}";
    }

    private static async Task TellNcduAsync(RepoContext context, Snapshot snapshot, IAsyncEnumerable<ListedNode> nodes)
    {
        var listing = new NcduListing(context.Output);
        listing.Begin(snapshot);
        await foreach (var node in nodes)
        {
            listing.Add(node);
        }

        listing.End();
    }

    private static void WriteJson(TextWriter output, ListedNode listed) => JsonLine.Write(output, j =>
    {
        var node = listed.Node;
        j.WriteString("name", node.Name);
        j.WriteString("type", node.Type.Word());
        j.WriteString("path", listed.Path);
        j.WriteNumber("uid", node.UserId);
        j.WriteNumber("gid", node.GroupId);
        if (node.Type == NodeType.File)
        {
            j.WriteNumber("size", node.Size);
        }

        j.WriteNumber("mode", node.Mode);
        j.WriteString("permissions", NodeText.Permissions(node));
        j.WriteString("mtime", node.Modified.ToString());
        j.WriteString("atime", node.Accessed.ToString());
        j.WriteString("ctime", node.Changed.ToString());
        j.WriteNumber("inode", node.Inode);
        j.WriteString("message_type", "node");
        j.WriteString("struct_type", "node");
    });
}
