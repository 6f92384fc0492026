namespace Holdfast.Restic.Operations.Pruning;

/// <summary>How to free the space of what no snapshot uses.</summary>
public sealed record PruneRequest
{
    /// <summary>Packs that are used in part are copied until no more than this is unused.</summary>
    public UnusedLimit MaxUnused { get; init; } = UnusedLimit.Default;

    /// <summary>Bytes of packs to copy, at the most; null: as many as it takes.</summary>
    public long? MaxRepackBytes { get; init; }

    /// <summary>Copy packs of trees only: the others may lie where reading is dear.</summary>
    public bool RepackCacheableOnly { get; init; }

    /// <summary>Merge packs of less than four fifths of the usual size.</summary>
    public bool RepackSmall { get; init; }

    /// <summary>Merge packs of fewer bytes than this; null: as <see cref="RepackSmall"/> says.</summary>
    public long? RepackSmallerThan { get; init; }

    /// <summary>Copy packs that hold anything uncompressed.</summary>
    public bool RepackUncompressed { get; init; }

    /// <summary>
    /// The repository's own id, when its disk is so full that nothing more can be written: then index files are deleted before new ones
    /// are there, and if it is interrupted, only "repair index" makes the repository readable again.
    /// </summary>
    public string? RecoverNoFreeSpace { get; init; }

    /// <summary>Go on though there is no snapshot at all, and so delete all data.</summary>
    public bool AllowRemoveAll { get; init; }

    /// <summary>Only plan.</summary>
    public bool DryRun { get; init; }

    /// <summary>Take no lock; with <see cref="DryRun"/> only.</summary>
    public bool NoLock { get; init; }

    public TimeSpan LockPatience { get; init; }
}
