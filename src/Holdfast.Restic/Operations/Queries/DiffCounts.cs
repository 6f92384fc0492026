using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>What only one of two snapshots has.</summary>
public sealed class DiffCounts
{
    public long Files { get; private set; }

    public long Folders { get; private set; }

    public long Others { get; private set; }

    public long DataBlobs { get; private set; }

    public long TreeBlobs { get; private set; }

    /// <summary>Of the blobs, before they are compressed.</summary>
    public long Bytes { get; private set; }

    internal void Add(TreeNode node) => _ = node.Type switch
    {
        NodeType.File => ++Files,
        NodeType.Folder => ++Folders,
        _ => ++Others,
    };

    internal void Add(BlobType type, long bytes)
    {
        _ = type == BlobType.Data ? ++DataBlobs : ++TreeBlobs;
        Bytes += bytes;
    }
}
