using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Dumps;

/// <param name="Path">Names with <c>/</c> in between, none before the first.</param>
internal sealed record ArchiveEntry(byte[] Path, TreeNode Node);
