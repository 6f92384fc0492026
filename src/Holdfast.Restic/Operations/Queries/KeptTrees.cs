using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>Trees read lately: the snapshots of a series share most of theirs, and whoever goes through many meets them again and again.</summary>
internal sealed class KeptTrees(TreeReader trees)
{
    // Some 300 bytes a node: 60 MB at the most.
    private const int NodesKept = 200_000;

    private readonly Dictionary<BlobId, IReadOnlyList<TreeNode>> _kept = [];
    private int _nodes;

    internal async Task<IReadOnlyList<TreeNode>> ReadAsync(BlobId tree, CancellationToken ct)
    {
        if (_kept.TryGetValue(tree, out var known))
        {
            return known;
        }

        var nodes = await trees.ReadAsync(tree, ct);
        if (_nodes > NodesKept)
        {
            _kept.Clear();
            _nodes = 0;
        }

        _nodes += nodes.Count + 1;
        return _kept[tree] = nodes;
    }
}
