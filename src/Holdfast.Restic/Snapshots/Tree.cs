using System.Text;
using System.Text.Json;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Snapshots;

/// <summary>A folder's names as a tree blob: <c>{"nodes":[...]}</c> and a newline.</summary>
internal static class Tree
{
    /// <summary>A folder with nothing in it.</summary>
    internal static BlobId Empty { get; } = BlobId.Of(Encode([]));

    /// <param name="nodes">Sorted by the bytes of their names, no name twice.</param>
    internal static byte[] Encode(IEnumerable<TreeNode> nodes)
    {
        var json = new GoJson().Open((byte)'{').Name("nodes"u8).Open((byte)'[');
        foreach (var node in nodes)
        {
            Encode(json.Next(), node);
        }

        return json.Close((byte)']').Close((byte)'}').Raw("\n"u8).ToArray();
    }

    internal static List<TreeNode> Decode(ReadOnlyMemory<byte> json, BlobId id) =>
        JsonReading.ReadList(json, $"tree {id}", "nodes"u8, NodeOf);

    /// <summary>Whether the names stand in the order that the format demands.</summary>
    internal static bool IsSorted(IReadOnlyList<TreeNode> nodes)
    {
        for (var i = 1; i < nodes.Count; i++)
        {
            if (nodes[i - 1].RawName.Span.SequenceCompareTo(nodes[i].RawName.Span) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static void Encode(GoJson json, TreeNode node)
    {
        // The order of members is restic's: equal folders must give equal bytes.
        var target = node.LinkTarget.Span;
        json.Open((byte)'{')
            .Name("name"u8).Text(GoQuote.Quote(node.RawName.Span))
            .Name("type"u8).Text(node.Type.Word())
            .Optional("mode"u8, node.Mode)
            .Name("mtime"u8).Text(node.Modified.ToString())
            .Name("atime"u8).Text(node.Accessed.ToString())
            .Name("ctime"u8).Text(node.Changed.ToString())
            .Name("uid"u8).Number(node.UserId)
            .Name("gid"u8).Number(node.GroupId)
            .Optional("user"u8, node.User)
            .Optional("group"u8, node.Group)
            .Optional("inode"u8, node.Inode)
            .Optional("device_id"u8, node.DeviceId)
            .Optional("size"u8, node.Size)
            .Optional("links"u8, node.Links);
        if (!target.IsEmpty)
        {
            json.Name("linktarget"u8).Text(target);
        }

        if (!System.Text.Unicode.Utf8.IsValid(target))
        {
            json.Name("linktarget_raw"u8).Base64(target);
        }

        if (node.ExtendedAttributes.Count > 0)
        {
            json.Name("extended_attributes"u8).Open((byte)'[');
            foreach (var attribute in node.ExtendedAttributes)
            {
                json.Next().Open((byte)'{').Name("name"u8).Text(attribute.Name)
                    .Name("value"u8).Base64(attribute.Value.Span).Close((byte)'}');
            }

            json.Close((byte)']');
        }

        json.Optional("device"u8, node.Device).Name("content"u8);
        if (node.Content is null)
        {
            json.Raw("null"u8);
        }
        else
        {
            json.Open((byte)'[');
            foreach (var blob in node.Content)
            {
                json.Next().Digest(blob.Value);
            }

            json.Close((byte)']');
        }

        if (node.Subtree is { } subtree)
        {
            json.Name("subtree"u8).Digest(subtree.Value);
        }

        json.Optional("error"u8, node.Error).Close((byte)'}');
    }

    private static TreeNode NodeOf(JsonElement node)
    {
        var name = node.Text("name");
        return new()
        {
            RawName = GoQuote.Unquote(name) ?? throw new FormatException($"the name \"{name}\" is not properly quoted"),
            Type = NodeTypeWords.Parse(node.Text("type")),
            Mode = checked((uint)node.Number("mode")),
            Modified = node.Time("mtime") ?? default,
            Accessed = node.Time("atime") ?? default,
            Changed = node.Time("ctime") ?? default,
            UserId = checked((uint)node.Number("uid")),
            GroupId = checked((uint)node.Number("gid")),
            User = node.Text("user"),
            Group = node.Text("group"),
            Inode = node.Number("inode"),
            DeviceId = node.Number("device_id"),
            Size = node.Number("size"),
            Links = node.Number("links"),
            LinkTarget = node.Member("linktarget_raw")?.GetBytesFromBase64() ?? Encoding.UTF8.GetBytes(node.Text("linktarget")),
            ExtendedAttributes = node.List("extended_attributes", a =>
                new Xattr(a.Text("name"), a.Member("value")?.GetBytesFromBase64() ?? [])),
            Device = node.Number("device"),
            Content = node.Member("content") is null ? null : node.List("content", c => new BlobId(c.AsDigest())),
            Subtree = node.Digest("subtree") is { } subtree ? new BlobId(subtree) : null,
            Error = node.Text("error"),
        };
    }
}
