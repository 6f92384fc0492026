namespace Holdfast.Restic.Operations.Backups;

/// <summary>What to back up.</summary>
/// <param name="HostName">The host that the snapshot is of; with <paramref name="Paths"/> it decides which earlier snapshot is its parent.</param>
/// <param name="Excludes">restic's patterns: <c>*.tmp</c>, <c>cache</c>, <c>/srv/a/**/old</c>; <c>!</c> in front takes one back.</param>
/// <param name="Time">The snapshot's time; null: now.</param>
/// <param name="Paths">What the snapshot says it is of; null: the targets' paths in the tree.</param>
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

    /// <summary>Read every file, whatever an earlier snapshot says.</summary>
    public bool ReadAll { get; init; }
}
