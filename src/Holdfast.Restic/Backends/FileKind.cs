namespace Holdfast.Restic.Backends;

/// <summary>The kinds of files in a repository; each has its own folder, but for the one <see cref="Config"/>.</summary>
public enum FileKind
{
    Config,
    Key,
    Pack,
    Index,
    Snapshot,
    Lock,
}
