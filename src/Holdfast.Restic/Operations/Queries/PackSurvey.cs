using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>Finds the packs on which one tree relies beyond another: those of its folders and files that the other has not. Only folders that differ are read.</summary>
public sealed class PackSurvey(SnapshotContent content)
{
    /// <param name="known">A tree whose packs are known to be good; null: there is none.</param>
    /// <returns>The packs, and why a folder could not be read, so that what lies under it is not known; its own pack is among them.</returns>
    /// <exception cref="RepositoryException">Something is in no pack.</exception>
    public async Task<(IReadOnlyCollection<PackId> Packs, RepositoryException? Unreadable)> BeyondAsync(BlobId tree, BlobId? known, CancellationToken ct)
    {
        var packs = new HashSet<PackId>();
        RepositoryException? unreadable = null;
        var seen = new HashSet<(BlobId, BlobId?)>();
        var pending = new Stack<(BlobId Tree, BlobId? Known)>();
        pending.Push((tree, known));
        while (pending.TryPop(out var pair))
        {
            ct.ThrowIfCancellationRequested();
            if (pair.Tree == pair.Known || !seen.Add(pair))
            {
                continue;
            }

            Add(new(BlobType.Tree, pair.Tree));
            var before = (await NodesAsync(pair.Known, ct)).ToDictionary(KeyOf);
            foreach (var node in await TryAsync(pair.Tree))
            {
                var old = before.GetValueOrDefault(KeyOf(node));
                foreach (var chunk in (node.Content ?? []).Except(old?.Content ?? []))
                {
                    Add(new(BlobType.Data, chunk));
                }

                if (node.Subtree is { } subtree)
                {
                    pending.Push((subtree, old?.Subtree));
                }
            }
        }

        return (packs, unreadable);

        async Task<IReadOnlyList<TreeNode>> TryAsync(BlobId folder)
        {
            try
            {
                return await content.TreeAsync(folder, ct);
            }
            catch (RepositoryException e)
            {
                unreadable ??= e;
                return [];
            }
        }

        void Add(BlobHandle blob) => packs.Add(content.Index.TryFind(blob, out var at)
            ? at.Pack
            : throw new RepositoryException(RepositoryFault.Damaged, $"{blob} is in no pack that the index knows"));
    }

    /// <summary>What is known but cannot be read any more is not known.</summary>
    private async Task<IReadOnlyList<TreeNode>> NodesAsync(BlobId? tree, CancellationToken ct)
    {
        try
        {
            return tree is { } id ? await content.TreeAsync(id, ct) : [];
        }
        catch (RepositoryException)
        {
            return [];
        }
    }

    // One character a byte: names that are not UTF-8 stay apart.
    private static string KeyOf(TreeNode node) => System.Text.Encoding.Latin1.GetString(node.RawName.Span);
}
