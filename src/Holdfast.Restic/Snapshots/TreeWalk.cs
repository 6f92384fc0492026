using System.Collections.Concurrent;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Snapshots;

/// <summary>Goes through all trees of snapshots, each once however many snapshots share it.</summary>
/// <param name="treesAtOnce">How many trees are read at the same time, and so how many are in memory.</param>
internal sealed class TreeWalk(TreeReader trees, int treesAtOnce = 4)
{
    /// <summary>Called for each tree, for several at once. Returns when all were visited.</summary>
    internal delegate ValueTask Visitor(BlobId tree, IReadOnlyList<TreeNode> nodes, CancellationToken ct);

    /// <param name="enter">Told of each tree when it is first met, from several threads; when it says no, the tree is left out
    /// and so is what only it leads to. Null: all are entered.</param>
    /// <param name="progress">How many trees were visited, so far.</param>
    /// <exception cref="RepositoryException">A tree is missing or damaged; the message names the snapshot that needs it.</exception>
    internal async Task RunAsync(
        IEnumerable<Snapshot> snapshots, Visitor visit, Func<BlobId, bool>? enter, IProgress<long>? progress, CancellationToken ct)
    {
        var met = new ConcurrentDictionary<BlobId, bool>();
        bool IsNew(BlobId tree) => met.TryAdd(tree, true) && (enter is null || enter(tree));

        // Level by level: however deep someone has made the folders, it costs time and no stack.
        List<(BlobId Tree, Snapshot Of)> level = [.. snapshots.Where(s => IsNew(s.Tree)).Select(s => (s.Tree, s))];
        long visited = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = treesAtOnce, CancellationToken = ct };
        while (level.Count > 0)
        {
            ConcurrentQueue<(BlobId, Snapshot)> next = [];
            await Parallel.ForEachAsync(level, options, async (entry, token) =>
            {
                var nodes = await ReadAsync(entry.Tree, entry.Of, token);
                foreach (var subtree in nodes.Select(n => n.Subtree).OfType<BlobId>().Where(IsNew))
                {
                    next.Enqueue((subtree, entry.Of));
                }

                await visit(entry.Tree, nodes, token);
                progress?.Report(Interlocked.Increment(ref visited));
            });
            level = [.. next];
        }
    }

    private async Task<List<TreeNode>> ReadAsync(BlobId tree, Snapshot snapshot, CancellationToken ct)
    {
        try
        {
            return await trees.ReadAsync(tree, ct);
        }
        catch (RepositoryException e)
        {
            throw new RepositoryException(
                e.Fault,
                $"tree {tree}, which snapshot {snapshot.Id.ShortForm} of {snapshot.Time:u} needs, cannot be read: {e.Message}",
                e.Hint ?? "run \"holdfast repo check\" to see what else is damaged",
                e,
                e.IsTransient);
        }
    }
}
