using System.Text.Json;
using Holdfast.Restic.Operations.Queries;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Cli.Repo;

/// <summary>What ncdu reads with <c>ncdu -f -</c>: nested arrays, a folder's first element being the folder itself.</summary>
internal sealed class NcduListing(TextWriter output)
{
    private const ulong Block = 512;
    private const uint SetUser = 1u << 23, SetGroup = 1u << 22, Sticky = 1u << 20;

    private int _depth;

    internal void Begin(Snapshot snapshot)
    {
        // 1 and 2: the version of ncdu's format.
        output.Write($"[1, 2, {Text(j => SnapshotJson.WriteContent(j, snapshot))}, [{{\"name\":\"/\"}}");
    }

    /// <summary>The next name; a folder before what lies in it.</summary>
    internal void Add(ListedNode listed)
    {
        var depth = listed.RawPath.Span.Count((byte)'/') - 1;
        Close(depth);
        output.WriteLine(",");
        output.Write(new string(' ', 2 * (depth + 1)));
        if (listed.Node.Type == NodeType.Folder)
        {
            output.Write("[");
            _depth = depth + 1;
        }

        output.Write(Text(j => Write(j, listed.Node)));
    }

    internal void End()
    {
        Close(0);
        output.WriteLine();
        output.WriteLine("]]");
    }

    private void Close(int depth)
    {
        for (; _depth > depth; _depth--)
        {
            output.Write("]");
        }
    }

    private static void Write(Utf8JsonWriter json, TreeNode node)
    {
        json.WriteString("name", node.Name);
        json.WriteNumber("asize", node.Size);
        json.WriteNumber("dsize", (node.Size + Block - 1) / Block * Block);
        json.WriteNumber("dev", node.DeviceId);
        json.WriteNumber("ino", node.Inode);
        json.WriteNumber("nlink", node.Links);
        json.WriteBoolean("notreg", node.Type is not (NodeType.Folder or NodeType.File));
        json.WriteNumber("uid", node.UserId);
        json.WriteNumber("gid", node.GroupId);
        json.WriteNumber("mode", (node.Mode & 0x1ff) | Bit(node, SetUser, 0x800) | Bit(node, SetGroup, 0x400) | Bit(node, Sticky, 0x200));
        json.WriteNumber("mtime", node.Modified.Seconds);
    }

    private static uint Bit(TreeNode node, uint go, uint posix) => (node.Mode & go) != 0 ? posix : 0;

    private static string Text(Action<Utf8JsonWriter> members)
    {
        using var text = new StringWriter();
        JsonLine.Write(text, members);
        return text.ToString().TrimEnd();
    }
}
