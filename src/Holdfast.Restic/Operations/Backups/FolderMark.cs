using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>A file whose presence says that nothing beside it and under it is worth keeping.</summary>
/// <param name="Header">How it must begin; empty: being there is enough.</param>
public sealed record FolderMark(string Name, string Header)
{
    /// <summary>What programs put into folders that they can fill again: https://bford.info/cachedir/</summary>
    public static FolderMark Cache { get; } = new("CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55");

    /// <param name="text"><c>NAME</c> or <c>NAME:HEADER</c>.</param>
    /// <exception cref="RepositoryException">Request: it names no file.</exception>
    public static FolderMark Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        return name.Length > 0 && !name.Contains('/', StringComparison.Ordinal)
            ? new(name, colon < 0 ? "" : text[(colon + 1)..])
            : throw new RepositoryException(RepositoryFault.Request, $"\"{text}\" names no file that could mark a folder", "write it like .nobackup or NAME:HEADER");
    }
}
