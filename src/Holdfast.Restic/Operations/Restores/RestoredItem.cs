namespace Holdfast.Restic.Operations.Restores;

/// <summary>What became of something in the target.</summary>
public enum RestoreAction
{
    Restored,

    /// <summary>A file of which a part was right already.</summary>
    Updated,

    Unchanged,
    Deleted,
}

/// <param name="Path">In the snapshot; of what was deleted, in the target.</param>
/// <param name="Size">Bytes; null for all that is no file with content of its own.</param>
public sealed record RestoredItem(RestoreAction Action, string Path, long? Size);
