using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>A tree without what is lost.</summary>
/// <param name="Tree">The same as before where nothing was wrong.</param>
/// <param name="Changes">With paths from this tree on.</param>
internal sealed record RepairedTree(BlobId Tree, IReadOnlyList<SnapshotChange> Changes);
