using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Checks;

/// <summary>
/// Which snapshots need something that is not in the store any more: a pack that is missing or has another size than the index says, or
/// what no readable index file knows. Only names and sizes are compared; trees are read only when something is wrong.
/// </summary>
internal sealed class Presence
{
    private const int TreesAtOnce = 4;

    private readonly RepositoryIndex _index;
    private readonly TreeReader _trees;
    private readonly Dictionary<PackId, string> _bad;
    private readonly string _unknown;
    private readonly ConcurrentDictionary<BlobId, string> _broken = [];
    private readonly ConcurrentDictionary<BlobId, ConcurrentBag<BlobId>> _parents = [];

    private Presence(OpenRepository repository, RepositoryIndex index, Dictionary<PackId, string> bad, string unknown)
    {
        (_index, _bad, _unknown) = (index, bad, unknown);
        _trees = new(new(repository.Backend, repository.Key, index));
    }

    /// <param name="distrusted">Names of packs that were found damaged when they were read.</param>
    internal static async Task<PresenceReport> LookAsync(
        OpenRepository repository, IReadOnlyCollection<Snapshot> snapshots, IReadOnlySet<string> distrusted, CancellationToken ct)
    {
        // Whoever looks without a lock may meet a prune, which takes packs away after it stored an index without them: look again.
        for (var isLastTry = false; ; isLastTry = true)
        {
            string? damagedIndex = null;
            var index = await RepositoryIndex.LoadAsync(
                repository.Backend, repository.Key, static _ => true, e => damagedIndex ??= $"an index file cannot be read ({e.Message})", ct);
            var packs = (await repository.Backend.ListAsync(FileKind.Pack, ct)).ToDictionary(p => p.File.Name, p => p.Size);
            var bad = index.Packs.Values
                .Select(p => (p.Id, Why: WrongOf(p, packs, distrusted, index)))
                .Where(p => p.Why is not null)
                .ToDictionary(p => p.Id, p => p.Why!);
            var unlisted = packs.Keys.Any(name => Digest.TryParse(name, out var digest) && !index.Packs.ContainsKey(new(digest)));
            if (bad.Count == 0 && damagedIndex is null && !unlisted && snapshots.All(s => index.Contains(new(BlobType.Tree, s.Tree))))
            {
                return new(new Dictionary<SnapshotId, string>(), packs.Values.Sum());
            }

            var unknown = (damagedIndex ?? "an index file is missing")
                + (unlisted ? "; its packs are there, and a restore asks them (HINT: \"holdfast repo repair index\" makes the index anew)" : ", and packs with it");
            var lost = await new Presence(repository, index, bad, unknown).RunAsync(snapshots, ct);
            if (lost.Count == 0 || isLastTry)
            {
                return new(lost, packs.Values.Sum());
            }
        }
    }

    private static string? WrongOf(IndexedPack pack, Dictionary<string, long> packs, IReadOnlySet<string> distrusted, RepositoryIndex index)
    {
        var name = pack.Id.ToString();
        return !packs.TryGetValue(name, out var size) ? $"pack {name[..8]} is missing"
            : size != pack.Size && !index.Contradictory.Contains(pack.Id) ? $"pack {name[..8]} is {size} bytes long, not {pack.Size}"
            : distrusted.Contains(name) ? $"pack {name[..8]} was found damaged when it was read"
            : null;
    }

    private async Task<IReadOnlyDictionary<SnapshotId, string>> RunAsync(IReadOnlyCollection<Snapshot> snapshots, CancellationToken ct)
    {
        // Level by level, each tree once, however deep and however many snapshots share it.
        var seen = new ConcurrentDictionary<BlobId, bool>();
        var level = snapshots.Select(s => s.Tree).Where(t => seen.TryAdd(t, true)).ToList();
        while (level.Count > 0)
        {
            ConcurrentQueue<BlobId> next = [];
            await Parallel.ForEachAsync(level, new ParallelOptions { MaxDegreeOfParallelism = TreesAtOnce, CancellationToken = ct }, async (tree, token) =>
            {
                foreach (var subtree in await LookAsync(tree, token))
                {
                    _parents.GetOrAdd(subtree, static _ => []).Add(tree);
                    if (seen.TryAdd(subtree, true))
                    {
                        next.Enqueue(subtree);
                    }
                }
            });
            level = [.. next];
        }

        // A folder is as broken as what lies in it.
        var rising = new Queue<BlobId>(_broken.Keys);
        while (rising.TryDequeue(out var tree))
        {
            foreach (var parent in _parents.GetValueOrDefault(tree) ?? [])
            {
                if (_broken.TryAdd(parent, _broken[tree]))
                {
                    rising.Enqueue(parent);
                }
            }
        }

        return snapshots.Where(s => _broken.ContainsKey(s.Tree)).DistinctBy(s => s.Id).ToDictionary(s => s.Id, s => _broken[s.Tree]);
    }

    private async Task<IEnumerable<BlobId>> LookAsync(BlobId tree, CancellationToken ct)
    {
        if (WhyLost(new(BlobType.Tree, tree)) is { } why)
        {
            _broken[tree] = why;
            return [];
        }

        List<TreeNode> nodes;
        try
        {
            nodes = await _trees.ReadAsync(tree, ct);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
        {
            _broken[tree] = e.Message;
            return [];
        }

        if (nodes.SelectMany(n => n.Content ?? []).Select(b => WhyLost(new(BlobType.Data, b))).FirstOrDefault(w => w is not null) is { } lost)
        {
            _broken[tree] = lost;
        }

        return nodes.Select(n => n.Subtree).OfType<BlobId>();
    }

    // One good place is enough.
    private string? WhyLost(BlobHandle blob)
    {
        string? why = null;
        foreach (var place in _index.FindAll(blob))
        {
            if (!_bad.TryGetValue(place.Pack, out var wrong))
            {
                return null;
            }

            why ??= wrong;
        }

        return why ?? _unknown;
    }
}
