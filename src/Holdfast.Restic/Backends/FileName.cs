namespace Holdfast.Restic.Backends;

/// <summary>Names a file of a repository.</summary>
/// <param name="Name">64 lower-case hexadecimal digits; empty for the config.</param>
public readonly record struct FileName(FileKind Kind, string Name)
{
    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    public static readonly FileName Config = new(FileKind.Config, "");

    /// <summary>
    /// That a pack is wanted for its trees, which are read again and again: whoever caches, caches it. No part of the name: files that differ only in
    /// this are the same file.
    /// </summary>
    public bool HoldsTrees { get; init; }

    /// <summary>Relative to the repository, with <c>/</c>: <c>data/3f/3fa1...</c>.</summary>
    public string Path => Kind switch
    {
        FileKind.Config => "config",
        FileKind.Pack => $"data/{Name[..2]}/{Name}",
        _ => $"{FolderOf(Kind)}/{Name}",
    };

    public static string FolderOf(FileKind kind) => kind switch
    {
        FileKind.Key => "keys",
        FileKind.Pack => "data",
        FileKind.Index => "index",
        FileKind.Snapshot => "snapshots",
        FileKind.Lock => "locks",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static bool IsId(ReadOnlySpan<char> name) => name.Length == 64 && !name.ContainsAnyExcept(HexDigits);

    public bool Equals(FileName other) => Kind == other.Kind && Name == other.Name;

    public override int GetHashCode() => HashCode.Combine(Kind, Name);

    public override string ToString() => Path;
}
