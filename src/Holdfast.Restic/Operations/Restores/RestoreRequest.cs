using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>What to put where.</summary>
/// <param name="TreePath">Path in the snapshot: <c>/</c>, a folder or a file.</param>
/// <param name="Target">For a folder: the folder that receives its content, made if need be. For a file: the path that it gets.</param>
/// <param name="Delete">Remove from the target what the snapshot does not have, as far as the filter reaches.</param>
public sealed record RestoreRequest(Snapshot Snapshot, string TreePath, string Target, bool Delete = false)
{
    public RestoreFilter Filter { get; init; } = RestoreFilter.Everything;

    /// <summary>
    /// Paths from the target that are not the snapshot's matter, though they lie in the target: they and what lies under them are neither
    /// written nor removed, whatever the snapshot has there.
    /// </summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    public AttributeFilter Attributes { get; init; } = AttributeFilter.Everything;

    public Overwrite Overwrite { get; init; }

    /// <summary>What is left out of a snapshot that others may have written; null: nothing.</summary>
    public RestoreCaution? Caution { get; init; }

    /// <summary>Only find out what would be done; nothing is touched.</summary>
    public bool DryRun { get; init; }

    /// <summary>Leave holes where content is all zero.</summary>
    public bool Sparse { get; init; }

    /// <summary>Read every file that was written back and compare it with the snapshot.</summary>
    public bool Verify { get; init; }

    /// <summary>The folder that receives the content keeps its own owner, times and permissions.</summary>
    public bool LeaveTarget { get; init; }

    /// <summary>Told of each thing as it is done, from several threads.</summary>
    public IProgress<RestoredItem>? Items { get; init; }

    /// <summary>Wait at the end until the target's file system has everything on disk.</summary>
    public bool Flush { get; init; } = true;

    /// <summary>Read without a lock; for repositories that cannot be written.</summary>
    public bool NoLock { get; init; }

    public TimeSpan LockPatience { get; init; }

    /// <summary>Go on at once beside locks that cannot be read: what is read is authenticated, whoever deletes meanwhile.</summary>
    public bool PastUnreadableLocks { get; init; }

    /// <summary>Refuses what contradicts itself or would be a disaster, before anything is read or touched.</summary>
    /// <exception cref="RepositoryException">Request: says what is wrong.</exception>
    internal Selection ToSelection()
    {
        var selection = new Selection(Filter, Attributes, Keep);
        if (DryRun && Verify)
        {
            throw new RepositoryException(RepositoryFault.Request, "--dry-run and --verify are mutually exclusive", "a dry run writes nothing that could be verified");
        }

        if (Delete && selection.IsEverything && RawFile.FullPath(Target) == "/")
        {
            throw new RepositoryException(
                RepositoryFault.Request,
                "'--target / --delete' must be combined with an include or exclude filter",
                "without one everything on this machine that the snapshot does not have would be deleted, the running system with it");
        }

        return selection;
    }
}
