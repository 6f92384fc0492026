using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>Compares two trees: what was added, removed and changed from the first to the second.</summary>
public sealed class SnapshotDiff
{
    private readonly SnapshotContent _content;
    private readonly bool _metadata;
    private readonly BlobSet _before = new(), _after = new();

    /// <param name="metadata">Whether changes of times, owners, permissions and the like count, too.</param>
    public SnapshotDiff(SnapshotContent content, bool metadata) => (_content, _metadata) = (content, metadata);

    public long ChangedFiles { get; private set; }

    /// <summary>What only the second has. Complete once all changes were given.</summary>
    public DiffCounts Added { get; } = new();

    /// <summary>What only the first had. Complete once all changes were given.</summary>
    public DiffCounts Removed { get; } = new();

    /// <summary>The changes, by path.</summary>
    /// <exception cref="RepositoryException">A tree is missing or damaged.</exception>
    public async IAsyncEnumerable<Change> CompareAsync(BlobId before, BlobId after, [EnumeratorCancellation] CancellationToken ct)
    {
        var pending = new Stack<Pair>();
        await PushAsync(pending, default, before, after, ct);
        while (pending.TryPop(out var pair))
        {
            if (ChangeOf(pair) is { } change)
            {
                yield return change;
            }

            if (pair.Depth < TreeReader.DepthLimit && (pair.Before?.Subtree ?? pair.After?.Subtree) is not null)
            {
                await PushAsync(pending, pair, ct);
            }
        }

        Count(_before, _after, Removed);
        Count(_after, _before, Added);
    }

    private Task PushAsync(Stack<Pair> pending, Pair pair, CancellationToken ct) =>
        PushAsync(pending, pair, pair.Before?.Subtree, pair.After?.Subtree, ct);

    private async Task PushAsync(Stack<Pair> pending, Pair of, BlobId? before, BlobId? after, CancellationToken ct)
    {
        if (before == after)
        {
            // The same from here on; its blobs are on both sides.
            await CollectAsync(before, ct);
            return;
        }

        var (olds, news) = (await NodesAsync(_before, before, ct), await NodesAsync(_after, after, ct));
        List<Pair> pairs = [];
        for (int i = 0, j = 0; i < olds.Count || j < news.Count;)
        {
            var order = i == olds.Count ? 1 : j == news.Count ? -1 : olds[i].RawName.Span.SequenceCompareTo(news[j].RawName.Span);
            var (old, young) = (order <= 0 ? olds[i++] : null, order >= 0 ? news[j++] : null);
            pairs.Add(new(ListedNode.Under(of.Path, (old ?? young)!).RawPath, old, young, of.Depth + 1, of.IsReplaced || IsReplaced(old, young)));
        }

        pairs.Reverse();
        pairs.ForEach(pending.Push);
    }

    // A folder that became something else or the other way round: what lay in it is not told one by one, as in restic.
    private static bool IsReplaced(TreeNode? old, TreeNode? young) => old is not null && young is not null && old.Type != young.Type;

    private async Task<IReadOnlyList<TreeNode>> NodesAsync(BlobSet blobs, BlobId? tree, CancellationToken ct)
    {
        if (tree is not { } id)
        {
            return [];
        }

        blobs.Add(new BlobHandle(BlobType.Tree, id));
        var nodes = await _content.TreeAsync(id, ct);
        blobs.Add(BlobType.Data, nodes.SelectMany(n => n.Content ?? []));
        return Tree.IsSorted(nodes) ? nodes : [.. nodes.OrderBy(n => n.RawName, NameOrder.Instance)];
    }

    private async Task CollectAsync(BlobId? tree, CancellationToken ct)
    {
        var pending = new Stack<BlobId>();
        if (tree is { } root)
        {
            pending.Push(root);
        }

        while (pending.TryPop(out var id))
        {
            if (_before.Contains(new(BlobType.Tree, id)) && _after.Contains(new(BlobType.Tree, id)))
            {
                continue;
            }

            await NodesAsync(_after, id, ct);
            foreach (var subtree in (await NodesAsync(_before, id, ct)).Select(n => n.Subtree).OfType<BlobId>())
            {
                pending.Push(subtree);
            }
        }
    }

    private Change? ChangeOf(Pair pair)
    {
        if (pair.Path.IsEmpty || (pair.IsReplaced && (pair.Before is null || pair.After is null)))
        {
            return null;
        }

        var path = Encoding.UTF8.GetString(pair.Path.Span);
        if (pair.Before is not { } before)
        {
            Added.Add(pair.After!);
            return new(Shown(path, pair.After!), "+");
        }

        if (pair.After is not { } after)
        {
            Removed.Add(before);
            return new(Shown(path, before), "-");
        }

        var modifier = before.Type != after.Type ? "T" : "";
        if (after.Type == NodeType.File && !(before.Content ?? []).SequenceEqual(after.Content ?? []))
        {
            ChangedFiles++;
            modifier += IsSame(before with { Content = null }, after with { Content = null }) ? "M?" : "M";
        }
        else if (_metadata && !IsSame(before, after))
        {
            modifier += "U";
        }

        return modifier.Length > 0 ? new(Shown(path, after), modifier) : null;
    }

    private static string Shown(string path, TreeNode node) => node.Type == NodeType.Folder ? path + "/" : path;

    // What stands in the repository about them is the same.
    private static bool IsSame(TreeNode a, TreeNode b) => Tree.Encode([a]).AsSpan().SequenceEqual(Tree.Encode([b]));

    private void Count(BlobSet blobs, BlobSet others, DiffCounts counts)
    {
        foreach (var blob in blobs.Where(b => !others.Contains(b)))
        {
            counts.Add(blob.Type, _content.Index.TryFind(blob, out var location) ? location.Blob.PlaintextLength : 0);
        }
    }

    private readonly record struct Pair(ReadOnlyMemory<byte> Path, TreeNode? Before, TreeNode? After, int Depth, bool IsReplaced);

    private sealed class NameOrder : IComparer<ReadOnlyMemory<byte>>
    {
        internal static readonly NameOrder Instance = new();

        public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
