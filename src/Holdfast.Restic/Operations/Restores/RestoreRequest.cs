using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>What to put where.</summary>
/// <param name="TreePath">Path in the snapshot: <c>/</c>, a folder or a file.</param>
/// <param name="Target">For a folder: the folder that receives its content, made if need be. For a file: the path that it gets.</param>
/// <param name="Delete">Remove from the target what the snapshot does not have.</param>
public sealed record RestoreRequest(Snapshot Snapshot, string TreePath, string Target, bool Delete = false)
{
    /// <summary>Restore only what these patterns match, and what lies under it; empty: everything.</summary>
    public IReadOnlyList<string> Includes { get; init; } = [];

    /// <summary>Leave holes where chunks are all zero.</summary>
    public bool Sparse { get; init; }

    /// <summary>Wait at the end until the target's file system has everything on disk.</summary>
    public bool Flush { get; init; } = true;

    /// <summary>Read without a lock; for repositories that cannot be written.</summary>
    public bool NoLock { get; init; }

    public TimeSpan LockPatience { get; init; }
}
