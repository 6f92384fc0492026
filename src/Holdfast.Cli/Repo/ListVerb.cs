using System.CommandLine;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

internal static class ListVerb
{
    internal static Command Create(RepoOptions options)
    {
        var id = new Argument<string>("snapshot") { Description = "Which snapshot: an id, how it begins, or latest" };
        var folder = new Argument<string?>("path") { Description = "Only what lies here", DefaultValueFactory = _ => null };
        var isLong = new Option<bool>("--long", "-l") { Description = "With mode, owner, size and time" };
        var recursive = new Option<bool>("--recursive") { Description = "With a path: all that lies under it, too" };
        var choice = new SnapshotChoice();
        var command = new Command("ls", "List what a snapshot holds") { id, folder, isLong, recursive };
        choice.AddTo(command);
        command.Runs(options, async (context, ct) =>
        {
            await using var repository = await context.OpenAsync(ct);
            var snapshot = await choice.FindAsync(repository, context.Line.GetValue(id)!, context.Line, ct);
            if (context.Json)
            {
                JsonLine.Write(context.Output, j =>
                {
                    SnapshotJson.WriteMembers(j, snapshot);
                    j.WriteString("message_type", "snapshot");
                    j.WriteString("struct_type", "snapshot");
                });
            }

            var path = context.Line.GetValue(folder);
            await foreach (var node in repository.ListAsync(snapshot, path ?? "/", path is null || context.Line.GetValue(recursive), ct))
            {
                Tell(context, node, context.Line.GetValue(isLong));
            }

            return Verb.Success;
        });
        return command;
    }

    private static void Tell(RepoContext context, ListedNode listed, bool isLong)
    {
        var node = listed.Node;
        if (!context.Json)
        {
            context.Output.WriteLine(isLong
                ? $"{Permissions(node)} {node.UserId,5} {node.GroupId,5} {node.Size,12} "
                    + $"{node.Modified.ToDateTimeOffset().ToLocalTime():yyyy-MM-dd HH:mm:ss} {listed.Path}"
                : listed.Path);
            return;
        }

        JsonLine.Write(context.Output, j =>
        {
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
            j.WriteString("permissions", Permissions(node));
            j.WriteString("mtime", node.Modified.ToString());
            j.WriteString("atime", node.Accessed.ToString());
            j.WriteString("ctime", node.Changed.ToString());
            j.WriteNumber("inode", node.Inode);
            j.WriteString("message_type", "node");
            j.WriteString("struct_type", "node");
        });
    }

    // As Go prints a file mode: letters for what is special, then the nine permission bits.
    private static string Permissions(TreeNode node)
    {
        const string letters = "dalTLDpSugct?", bits = "rwxrwxrwx";
        var special = string.Concat(letters.Where((_, i) => (node.Mode >> (31 - i) & 1) != 0));
        return (special.Length > 0 ? special : "-") + string.Concat(bits.Select((c, i) => (node.Mode >> (8 - i) & 1) != 0 ? c : '-'));
    }
}
