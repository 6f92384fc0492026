namespace Holdfast.Restic.Operations.Backups;

/// <summary>What became of a name since the parent snapshot.</summary>
public enum ItemChange
{
    New,

    /// <summary>Content or anything that is known about it.</summary>
    Modified,

    Unchanged,
}
