using Holdfast.Restic.Faults;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>What to back up.</summary>
/// <param name="HostName">The host that the snapshot is of; with <paramref name="Paths"/> it decides which earlier snapshot is its parent.</param>
/// <param name="Excludes">restic's patterns: <c>*.tmp</c>, <c>cache</c>, <c>/srv/a/**/old</c>; <c>!</c> in front takes one back.</param>
/// <param name="Time">The snapshot's time; null: now.</param>
/// <param name="Paths">What the snapshot says it is of; null: the targets' absolute paths, or their paths in the tree where they were given one.</param>
public sealed record BackupRequest(
    IReadOnlyList<BackupTarget> Targets,
    string HostName,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Excludes,
    DateTimeOffset? Time = null,
    IReadOnlyList<string>? Paths = null)
{
    /// <summary>How long to wait for others to release the repository.</summary>
    public TimeSpan LockPatience { get; init; }

    /// <summary>
    /// Go on at once beside locks that cannot be read. Whoever deletes under such a lock may take what is stored now for waste, but not the snapshot with
    /// its tags: only for records whose tags say it all, and which must not wait.
    /// </summary>
    public bool PastUnreadableLocks { get; init; }

    /// <summary>Told of each index file that is damaged; what only it names is stored again. Null: it is an error, as in restic.</summary>
    public Action<RepositoryException>? PastDamagedIndex { get; init; }

    public SelectionRules Selection { get; init; } = new();

    public ChangeRules Changes { get; init; } = new();

    public ParentChoice Parent { get; init; } = ParentChoice.Newest;

    /// <summary>Names of packs that were found damaged: what only they hold is stored again.</summary>
    public IReadOnlySet<string> Distrusted { get; init; } = new HashSet<string>();

    /// <summary>Store everything again, whatever is there: for small things of which what is there could not be read, in whichever packs it is.</summary>
    public bool Anew { get; init; }

    /// <summary>How many files are read at once; 0: as many as there are processors.</summary>
    public int ReadConcurrency { get; init; }

    /// <summary>Keep when a file was last read, too. Then nearly every tree is new every time.</summary>
    public bool WithAccessTimes { get; init; }

    /// <summary>Do everything but change the repository. Takes no lock.</summary>
    public bool DryRun { get; init; }

    /// <summary>Make no snapshot that would be of the same tree as its parent.</summary>
    public bool SkipIfUnchanged { get; init; }

    /// <summary>Find out beside the backup how much there is, for whoever watches.</summary>
    public bool Scan { get; init; }

    /// <summary>
    /// Looks at the snapshot that is about to be made, when all that it holds is stored and can be read: its id is not known yet, its
    /// summary is. The second is its parent, if it has one. What it returns becomes tags of the snapshot, so that they are there as soon as the snapshot is.
    /// </summary>
    public Func<Snapshot, Snapshot?, CancellationToken, Task<IReadOnlyList<string>>>? Judge { get; init; }

    /// <summary>Told of every file and folder.</summary>
    public IProgress<BackupEvent>? Events { get; init; }
}
