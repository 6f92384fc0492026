namespace Holdfast.Restic.Operations.Restores;

/// <summary>What happens to what is there already.</summary>
public enum Overwrite
{
    /// <summary>It becomes as in the snapshot; of files that are there the content is read, and only what differs is written.</summary>
    Always,

    /// <summary>The same, but a file of the snapshot's size and modification time is taken to have its content.</summary>
    IfChanged,

    /// <summary>Only what is older than in the snapshot is replaced.</summary>
    IfNewer,

    /// <summary>Only what is not there is restored.</summary>
    Never,
}
