using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>Files that one tree has and another has not, or with other content. A file that was renamed is one removed and one added.</summary>
/// <param name="ChangedBytes">As they are in the second.</param>
public sealed record FileChanges(long Added, long AddedBytes, long Changed, long ChangedBytes, long Removed, long RemovedBytes)
{
    /// <summary>Counts by names and content. Folders that are the same in both are not read.</summary>
    /// <exception cref="RepositoryException">A tree is missing or damaged.</exception>
    public static async Task<FileChanges> BetweenAsync(SnapshotContent content, BlobId before, BlobId after, CancellationToken ct)
    {
        long added = 0, addedBytes = 0, changed = 0, changedBytes = 0, removed = 0, removedBytes = 0;
        var pending = new Stack<(BlobId? Before, BlobId? After, int Depth)>([(before, after, 0)]);
        while (pending.TryPop(out var folder))
        {
            if (folder.Before == folder.After || folder.Depth > TreeReader.DepthLimit)
            {
                continue;
            }

            var olds = await NodesAsync(content, folder.Before, ct);
            foreach (var (name, now) in await NodesAsync(content, folder.After, ct))
            {
                olds.Remove(name, out var old);
                if (now.Content is not null && old?.Content is null)
                {
                    (added, addedBytes) = (added + 1, addedBytes + (long)now.Size);
                }
                else if (now.Content is not null && !now.Content.SequenceEqual(old!.Content!))
                {
                    (changed, changedBytes) = (changed + 1, changedBytes + (long)now.Size);
                }
                else if (now.Content is null && old?.Content is not null)
                {
                    (removed, removedBytes) = (removed + 1, removedBytes + (long)old.Size);
                }

                Under(old, now, folder.Depth);
            }

            foreach (var old in olds.Values)
            {
                (removed, removedBytes) = old.Content is null ? (removed, removedBytes) : (removed + 1, removedBytes + (long)old.Size);
                Under(old, null, folder.Depth);
            }
        }

        return new(added, addedBytes, changed, changedBytes, removed, removedBytes);

        void Under(TreeNode? old, TreeNode? now, int depth)
        {
            if (old?.Subtree is not null || now?.Subtree is not null)
            {
                pending.Push((old?.Subtree, now?.Subtree, depth + 1));
            }
        }
    }

    private static async Task<Dictionary<string, TreeNode>> NodesAsync(SnapshotContent content, BlobId? tree, CancellationToken ct)
    {
        var nodes = new Dictionary<string, TreeNode>(StringComparer.Ordinal);
        foreach (var node in tree is { } id ? await content.TreeAsync(id, ct) : [])
        {
            nodes[Convert.ToHexString(node.RawName.Span)] = node;
        }

        return nodes;
    }
}
