using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>
/// Finds what became of the content of one tree in another. Only folders that differ are read, and of the files the heads of a few.
/// </summary>
public sealed class TurnoverSurvey(SnapshotContent content)
{
    /// <summary>Enough to tell most from few; each costs one blob to read.</summary>
    private const int Sampled = 24;

    /// <summary>What is looked at of a file: no format needs more to say what it is, and it is enough to tell noise from the rest.</summary>
    private const int HeadLength = 4096;

    private readonly List<LostFile> _lost = [];
    private readonly List<TreeNode> _added = [];

    /// <exception cref="RepositoryException">A tree or a sampled blob is missing or damaged.</exception>
    public async Task<ContentTurnover> CompareAsync(BlobId before, BlobId after, CancellationToken ct)
    {
        await CollectAsync(before, after, ct);
        var arrived = _added.SelectMany(f => f.Content!).ToHashSet();
        var moved = 0L;
        List<LostFile> lost = [];
        foreach (var file in _lost)
        {
            // Of a large file most chunks survive when it is cut or grows; then it was not replaced.
            var survives = 2 * file.Before.Content!.Count(arrived.Contains) >= file.Before.Content!.Count;
            if (!survives)
            {
                lost.Add(file);
            }
            else if (file.After is null)
            {
                moved++;
            }
        }

        var known = _lost.SelectMany(f => f.Before.Content!).ToHashSet();
        var added = _added.Where(f => !f.Content!.All(known.Contains)).ToArray();
        var rewritten = lost.Where(f => HasContent(f.After)).ToArray();
        LostFile[] emptied = [.. lost.Where(f => f.After is not null && !HasContent(f.After))];
        LostFile[] linked = [.. lost.Where(f => f.IsLinkNow)];
        return new(moved, rewritten.Length, emptied.Length, lost.Count(f => f.After is null), added.Length)
        {
            EmptiedBytes = emptied.Sum(f => (long)f.Before.Size),
            FirstEmptied = emptied.FirstOrDefault()?.Path,
            Linked = linked.Length,
            FirstLinked = linked.FirstOrDefault()?.Path,
            LostHeads = await HeadsAsync(Some(lost).Select(f => f.Before), ct),
            AddedHeads = await HeadsAsync(Some(added), ct),
            RewrittenHeads = [.. (await HeadsAsync(Some(rewritten).Select(f => f.Before), ct)).Zip(await HeadsAsync(Some(rewritten).Select(f => f.After!), ct))],
        };
    }

    private async Task CollectAsync(BlobId? before, BlobId? after, CancellationToken ct)
    {
        var pending = new Stack<(BlobId? Before, BlobId? After, string Path, int Depth)>();
        pending.Push((before, after, "", 0));
        while (pending.TryPop(out var pair))
        {
            ct.ThrowIfCancellationRequested();
            if (pair.Before == pair.After || pair.Depth > TreeReader.DepthLimit)
            {
                continue;
            }

            var olds = await NodesAsync(pair.Before, ct);
            var news = (await NodesAsync(pair.After, ct)).ToDictionary(KeyOf);
            foreach (var old in olds)
            {
                news.Remove(KeyOf(old), out var young);
                Note(old, young, pair.Path);
                if ((old.Subtree ?? young?.Subtree) is not null)
                {
                    pending.Push((old.Subtree, young?.Subtree, $"{pair.Path}{old.Name}/", pair.Depth + 1));
                }
            }

            foreach (var young in news.Values)
            {
                Note(null, young, pair.Path);
                if (young.Subtree is not null)
                {
                    pending.Push((null, young.Subtree, $"{pair.Path}{young.Name}/", pair.Depth + 1));
                }
            }
        }
    }

    private void Note(TreeNode? old, TreeNode? young, string folder)
    {
        if (HasContent(old) && HasContent(young) && old!.Content!.SequenceEqual(young!.Content!))
        {
            return;
        }

        if (HasContent(old))
        {
            _lost.Add(new(old!, young?.Type == NodeType.File ? young : null, folder + old!.Name, young?.Type == NodeType.Symlink));
        }

        if (HasContent(young))
        {
            _added.Add(young!);
        }
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> HeadsAsync(IEnumerable<TreeNode> files, CancellationToken ct)
    {
        var heads = new List<ReadOnlyMemory<byte>>();
        foreach (var file in files)
        {
            var blob = await content.BlobAsync(new(BlobType.Data, file.Content![0]), ct);
            heads.Add(blob[..Math.Min(HeadLength, blob.Length)].ToArray());
        }

        return heads;
    }

    private async Task<IReadOnlyList<TreeNode>> NodesAsync(BlobId? tree, CancellationToken ct) =>
        tree is { } id ? await content.TreeAsync(id, ct) : [];

    private static bool HasContent(TreeNode? node) => node is { Type: NodeType.File, Content.Count: > 0 };

    /// <summary>From everywhere in the list, and always the same ones of the same list.</summary>
    private static IEnumerable<T> Some<T>(IReadOnlyList<T> all) =>
        all.Count <= Sampled ? all : Enumerable.Range(0, Sampled).Select(i => all[(int)((long)i * all.Count / Sampled)]);

    // One character a byte: names that are not UTF-8 stay apart.
    private static string KeyOf(TreeNode node) => System.Text.Encoding.Latin1.GetString(node.RawName.Span);

    /// <param name="After">The file of the same name; null: there is none.</param>
    /// <param name="Path">From the top of the tree.</param>
    /// <param name="IsLinkNow">Whether a link has its name.</param>
    private sealed record LostFile(TreeNode Before, TreeNode? After, string Path, bool IsLinkNow);
}
