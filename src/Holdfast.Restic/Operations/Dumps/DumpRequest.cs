using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Dumps;

/// <summary>What to write out of a snapshot.</summary>
/// <param name="Path">Of a file or a folder; <c>/</c> is everything.</param>
public sealed record DumpRequest(Snapshot Snapshot, string Path)
{
    /// <summary>Where <see cref="Path"/> begins, and the names in an archive with it.</summary>
    public string Subfolder { get; init; } = "/";

    public ArchiveFormat Format { get; init; }

    /// <summary>Refuse to write an archive, because someone would see it on a terminal.</summary>
    public bool OnlyFiles { get; init; }

    /// <summary>Read without a lock; for repositories that cannot be written.</summary>
    public bool NoLock { get; init; }

    public TimeSpan LockPatience { get; init; }
}
