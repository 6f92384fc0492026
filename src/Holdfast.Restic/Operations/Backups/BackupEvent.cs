using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>What happens in a backup, told as it happens and from several threads.</summary>
public abstract record BackupEvent
{
    private BackupEvent()
    {
    }

    /// <summary>The repository is open and known, reading begins.</summary>
    public sealed record Began(SnapshotId? Parent) : BackupEvent;

    /// <summary>A file or a folder is in the repository, or on its way there.</summary>
    /// <param name="Path">In the snapshot, <c>/</c> behind that of a folder.</param>
    /// <param name="Took">Zero for what was not read.</param>
    /// <param name="Added">Plaintext bytes of content that the repository did not have; <paramref name="Stored"/>: what they take up.</param>
    /// <param name="TreeAdded">The same of a folder's tree; <paramref name="TreeStored"/>: what it takes up.</param>
    public sealed record ItemDone(string Path, ItemChange Change, TimeSpan Took, long Added, long Stored, long TreeAdded, long TreeStored) : BackupEvent;

    /// <summary>Left out because a rule says so.</summary>
    public sealed record Excluded(string Path) : BackupEvent;

    /// <summary>Left out because it could not be read.</summary>
    public sealed record Failed(ReadFailure Failure) : BackupEvent;

    /// <summary>Worth knowing, nothing is missing.</summary>
    public sealed record Remarked(string Text) : BackupEvent;

    /// <summary>How much there is to back up is known.</summary>
    public sealed record Scanned(TimeSpan Took, long Files, long Bytes) : BackupEvent;
}
