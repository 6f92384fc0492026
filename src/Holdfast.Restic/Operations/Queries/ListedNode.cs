using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>A name in a snapshot with its path from the root.</summary>
public sealed record ListedNode(string Path, TreeNode Node);
