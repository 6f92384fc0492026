namespace Holdfast.Restic.Operations.Backups;

/// <summary>What to leave out of a backup besides its <see cref="BackupRequest.Excludes"/>.</summary>
public sealed record SelectionRules
{
    /// <summary>Patterns that stand behind the excludes in one list with them, but are not kept in the snapshot: those out of files.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [];

    /// <summary>A second list, which does not tell capital letters from small ones.</summary>
    public IReadOnlyList<string> PatternsIgnoringCase { get; init; } = [];

    /// <summary>Marks of folders whose content is left out, but for the marks themselves.</summary>
    public IReadOnlyList<FolderMark> Marks { get; init; } = [];

    /// <summary>Bytes; larger files are left out.</summary>
    public long? LargestFile { get; init; }

    /// <summary>Stay on the file system that a target lies on. Where another is mounted, the empty folder is kept.</summary>
    public bool OneFileSystem { get; init; }
}
