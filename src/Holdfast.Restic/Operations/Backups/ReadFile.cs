using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>A file that was read, and what it cost.</summary>
/// <param name="Added">Plaintext bytes that were new; <paramref name="Stored"/>: what they take up.</param>
internal sealed record ReadFile(TreeNode Node, TimeSpan Took, long Added, long Stored);
