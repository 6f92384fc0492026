using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>
/// Makes trees anew without what is lost: files keep the content that is there, folders that cannot be read become empty. What nothing is
/// wrong with, known or not, stays to the letter. Not for several threads.
/// </summary>
/// <param name="save">Stores a new tree, or only names it.</param>
internal sealed class TreeRepair(RepositoryIndex index, BlobReader blobs, Func<byte[], ValueTask<BlobId>> save)
{
    private static readonly byte[] Empty = "{\"nodes\":[]}\n"u8.ToArray();

    // Trees are shared by many snapshots; each is gone through once.
    private readonly Dictionary<BlobId, RepairedTree> _done = [];

    /// <returns>Null: the tree itself is lost.</returns>
    /// <exception cref="RepositoryException">Unsupported: there is a tree that is whole but not understood. Storage: something could not
    /// be read just now, which says nothing about what is lost.</exception>
    internal Task<RepairedTree?> RepairAsync(BlobId tree, CancellationToken ct) => RepairAsync(tree, 0, ct);

    private async Task<RepairedTree?> RepairAsync(BlobId tree, int depth, CancellationToken ct)
    {
        if (_done.TryGetValue(tree, out var known))
        {
            return known;
        }

        // However deep the folders: no stack grows from here.
        await Task.Yield();
        if (await ReadAsync(tree, ct) is not { } json)
        {
            return null;
        }

        var nodes = Decode(json, tree);
        if (depth > TreeReader.DepthLimit)
        {
            throw NotUnderstood(tree, "it lies too deep");
        }

        var changes = new List<SnapshotChange>();
        var replacements = new NodeRepair?[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            replacements[i] = nodes[i].Type == NodeType.Folder
                ? await RepairFolderAsync(nodes[i], changes, depth, ct)
                : RepairOther(nodes[i], changes);
        }

        var order = InOrder(nodes, replacements, changes);
        var isChanged = replacements.Any(r => r is not null) || !order.SequenceEqual(Enumerable.Range(0, nodes.Count));
        var result = isChanged ? new(await save(Rewrite(json, tree, order, replacements)), changes) : new RepairedTree(tree, []);
        _done[tree] = result;
        return result;
    }

    private async Task<byte[]?> ReadAsync(BlobId tree, CancellationToken ct)
    {
        try
        {
            return await blobs.ReadAsync(new(BlobType.Tree, tree), ct);
        }
        catch (RepositoryException e) when (e.Fault is RepositoryFault.Damaged or RepositoryFault.NotFound && !e.IsTransient)
        {
            // No pack has it whole: lost, which is what the report is about.
            return null;
        }
    }

    // Its bytes are what someone stored: what is wrong then is not damage, and no one here can say what may be left out.
    private static List<TreeNode> Decode(byte[] json, BlobId tree)
    {
        try
        {
            return Tree.Decode(json, tree);
        }
        catch (RepositoryException e) when (e.IsUnreadable)
        {
            throw NotUnderstood(tree, e.Message);
        }
    }

    private async Task<NodeRepair?> RepairFolderAsync(TreeNode node, List<SnapshotChange> changes, int depth, CancellationToken ct)
    {
        if (RefusedName(node, changes) is { } refused)
        {
            return refused;
        }

        var repaired = node.Subtree is { } subtree ? await RepairAsync(subtree, depth + 1, ct) : null;
        if (repaired is null)
        {
            changes.Add(new("dir", "/" + node.Name, "replaced with empty directory"));
            return new(Subtree: await save(Empty));
        }

        changes.AddRange(repaired.Changes.Select(c => c with { Path = "/" + node.Name + c.Path }));
        return repaired.Tree == node.Subtree ? null : new(Subtree: repaired.Tree);
    }

    private NodeRepair? RepairOther(TreeNode node, List<SnapshotChange> changes)
    {
        if (RefusedName(node, changes) is { } refused)
        {
            return refused;
        }

        if (node.Type == NodeType.Irregular)
        {
            changes.Add(new("file", "/" + node.Name, "removed node with invalid type"));
            return NodeRepair.Removed;
        }

        if (node.Type != NodeType.File)
        {
            return null;
        }

        var (size, there) = (0UL, new List<BlobId>());
        foreach (var blob in node.Content ?? [])
        {
            if (index.TryFind(new(BlobType.Data, blob), out var location))
            {
                there.Add(blob);
                size += (ulong)location.Blob.PlaintextLength;
            }
        }

        if (node.Content is not null && there.Count == node.Content.Count && size == node.Size)
        {
            return null;
        }

        var isWhole = node.Content is not null && there.Count == node.Content.Count;
        changes.Add(new("file", "/" + node.Name, isWhole ? "fixed incorrect size" : "removed missing content"));
        return new(Content: there, Size: size);
    }

    private static NodeRepair? RefusedName(TreeNode node, List<SnapshotChange> changes)
    {
        if (!node.RawName.IsEmpty && node.RawName.Span is not ([(byte)'.'] or [(byte)'.', (byte)'.']) && !node.RawName.Span.ContainsAny((byte)'/', (byte)0))
        {
            return null;
        }

        changes.Add(new("file", "/" + node.Name, "removed name that no file may have"));
        return NodeRepair.Removed;
    }

    // Readers rely on the order of names, and on each being there once. Some read a second one all the same, so it is kept under another name.
    private static List<int> InOrder(List<TreeNode> nodes, NodeRepair?[] replacements, List<SnapshotChange> changes)
    {
        List<int> order = [.. Enumerable.Range(0, nodes.Count).Where(i => replacements[i] != NodeRepair.Removed)];
        if (Tree.IsSorted([.. order.Select(i => nodes[i])]))
        {
            return order;
        }

        var names = nodes.ConvertAll(n => n.RawName);
        var taken = order.Select(i => KeyOf(names[i])).ToHashSet();
        var met = new HashSet<string>();
        foreach (var i in order.Where(i => !met.Add(KeyOf(names[i]))))
        {
            names[i] = FreeName(names[i].Span, taken);
            replacements[i] = (replacements[i] ?? new()) with { Name = names[i] };
            changes.Add(new("file", "/" + nodes[i].Name, $"renamed to \"{Encoding.UTF8.GetString(names[i].Span)}\", for another has the same name"));
        }

        changes.Add(new("dir", "", "put names in order"));
        return [.. order.OrderBy(i => names[i], NameOrder)];
    }

    private static byte[] FreeName(ReadOnlySpan<byte> name, HashSet<string> taken)
    {
        // No file system takes more than 255 bytes.
        var begin = name[..Math.Min(name.Length, 240)];
        for (var number = 1; ; number++)
        {
            byte[] free = [.. begin, .. Encoding.ASCII.GetBytes(FormattableString.Invariant($"-{number}"))];
            if (taken.Add(KeyOf(free)))
            {
                return free;
            }
        }
    }

    private static string KeyOf(ReadOnlyMemory<byte> name) => Encoding.Latin1.GetString(name.Span);

    private static Comparer<ReadOnlyMemory<byte>> NameOrder { get; } =
        Comparer<ReadOnlyMemory<byte>>.Create((a, b) => a.Span.SequenceCompareTo(b.Span));

    private static byte[] Rewrite(byte[] json, BlobId tree, List<int> order, NodeRepair?[] replacements) =>
        JsonReading.Read(json, $"tree {tree}", root =>
        {
            var old = root.GetProperty("nodes").EnumerateArray().ToArray();
            var nodes = new GoJson().Open((byte)'[');
            foreach (var i in order)
            {
                if (replacements[i] is { } repair)
                {
                    nodes.Next().ObjectWith(old[i], repair.Members());
                }
                else
                {
                    nodes.Next().Raw(JsonMarshal.GetRawUtf8Value(old[i]));
                }
            }

            nodes.Close((byte)']');
            return new GoJson().ObjectWith(root, new Dictionary<string, byte[]?> { ["nodes"] = nodes.ToArray() }).Raw("\n"u8).ToArray();
        });

    private static RepositoryException NotUnderstood(BlobId tree, string why) => new(
        RepositoryFault.Unsupported, $"tree {tree} is whole but is not understood, so nothing is left out of it: {why}");

    /// <summary>What becomes of one node.</summary>
    private sealed record NodeRepair(
        BlobId? Subtree = null, IReadOnlyList<BlobId>? Content = null, ulong Size = 0, ReadOnlyMemory<byte>? Name = null)
    {
        internal static NodeRepair Removed { get; } = new();

        internal Dictionary<string, byte[]?> Members()
        {
            var members = new Dictionary<string, byte[]?>();
            if (Name is { } name)
            {
                members["name"] = new GoJson().Text(GoQuote.Quote(name.Span)).ToArray();
            }

            if (Subtree is { } subtree)
            {
                members["subtree"] = new GoJson().Digest(subtree.Value).ToArray();
            }

            if (Content is { } blobs)
            {
                var content = new GoJson().Open((byte)'[');
                foreach (var blob in blobs)
                {
                    content.Next().Digest(blob.Value);
                }

                members["content"] = content.Close((byte)']').ToArray();
                members["size"] = Size == 0 ? null : new GoJson().Number(Size).ToArray();
            }

            return members;
        }
    }
}
