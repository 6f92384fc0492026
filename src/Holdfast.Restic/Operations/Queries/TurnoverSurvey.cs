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

    /// <summary>What is left of a file that was cut; of less than the second nobody asks whether it is its beginning.</summary>
    private const double CutBelow = 0.75, NothingBelow = 0.05;

    private readonly ZeroContent _zeros = new();
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
        LostFile[] emptied = [.. lost.Where(f => f.After is not null && (!HasContent(f.After) || (_zeros.IsOf(f.After) && !_zeros.IsOf(f.Before))))];
        var rewritten = lost.Where(f => HasContent(f.After)).Except(emptied).ToArray();
        var alike = Alike(rewritten);
        var (cut, firstCut) = await CutAsync([.. rewritten.Except(alike)], ct);
        LostFile[] linked = [.. lost.Where(f => f.IsLinkNow)];
        return new(moved, rewritten.Length, emptied.Length, lost.Count(f => f.After is null), added.Length)
        {
            EmptiedBytes = emptied.Sum(f => (long)f.Before.Size),
            FirstEmptied = emptied.FirstOrDefault()?.Path,
            Alike = alike.Length,
            FirstAlike = alike.FirstOrDefault()?.Path,
            Cut = cut,
            FirstCut = firstCut,
            Linked = linked.Length,
            FirstLinked = linked.FirstOrDefault()?.Path,
            LostHeads = await HeadsAsync(Some(lost).Select(f => f.Before), ct),
            AddedHeads = await HeadsAsync(Some(added), ct),
            RewrittenHeads = [.. (await HeadsAsync(Some(rewritten).Select(f => f.Before), ct)).Zip(await HeadsAsync(Some(rewritten).Select(f => f.After!), ct))],
        };
    }

    /// <summary>The largest group of files that hold the same now and held different things: whoever writes an error page over documents makes one.</summary>
    private static LostFile[] Alike(LostFile[] rewritten) =>
        rewritten.GroupBy(f => string.Join(' ', f.After!.Content!))
            .Where(group => group.Select(f => string.Join(' ', f.Before.Content!)).Distinct().Take(2).Count() > 1)
            .MaxBy(group => group.Count())?.ToArray() ?? [];

    private async Task<(long Count, string? First)> CutAsync(LostFile[] rewritten, CancellationToken ct)
    {
        LostFile[] shorter = [.. rewritten.Where(f => f.After!.Size <= CutBelow * f.Before.Size)];
        LostFile[] some = [.. Some(shorter)];
        var heads = (await HeadsAsync(some.Select(f => f.Before), ct)).Zip(await HeadsAsync(some.Select(f => f.After!), ct)).ToArray();
        LostFile[] cut =
        [
            .. some.Where((f, i) => f.After!.Size < NothingBelow * f.Before.Size
                || heads[i].First.Span.CommonPrefixLength(heads[i].Second.Span) == Math.Min(heads[i].First.Length, heads[i].Second.Length)),
        ];
        return (some.Length == 0 ? 0 : (long)Math.Round(shorter.Length * (double)cut.Length / some.Length), cut.FirstOrDefault()?.Path);
    }

    private async Task CollectAsync(BlobId? before, BlobId? after, CancellationToken ct)
    {
        var pending = new Stack<(BlobId? Before, BlobId? After, string Path, int Depth, bool BehindLink)>();
        pending.Push((before, after, "", 0, false));
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
                var isBehind = pair.BehindLink || young?.Type == NodeType.Symlink;
                Note(old, young, pair.Path, isBehind);
                if ((old.Subtree ?? young?.Subtree) is not null)
                {
                    pending.Push((old.Subtree, young?.Subtree, $"{pair.Path}{old.Name}/", pair.Depth + 1, isBehind));
                }
            }

            foreach (var young in news.Values)
            {
                Note(null, young, pair.Path, isBehindLink: false);
                if (young.Subtree is not null)
                {
                    pending.Push((null, young.Subtree, $"{pair.Path}{young.Name}/", pair.Depth + 1, false));
                }
            }
        }
    }

    private void Note(TreeNode? old, TreeNode? young, string folder, bool isBehindLink)
    {
        if (HasContent(old) && HasContent(young) && old!.Content!.SequenceEqual(young!.Content!))
        {
            return;
        }

        if (HasContent(old))
        {
            _lost.Add(new(old!, young?.Type == NodeType.File ? young : null, folder + old!.Name, isBehindLink));
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
    /// <param name="IsLinkNow">Whether a link has its name, or that of a folder above it.</param>
    private sealed record LostFile(TreeNode Before, TreeNode? After, string Path, bool IsLinkNow);
}
