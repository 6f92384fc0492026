using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>What a search met in a folder and under it. Folders that are equal in several snapshots are one and the same object.</summary>
/// <param name="Names">What is wanted itself, or leads to it; a name may be there twice in a tree that no honest writer made.</param>
/// <param name="Unread">Why the folder cannot be read, so that nothing is known of what is in it; null: it was read.</param>
public sealed record FoundFolder(IReadOnlyList<FoundName> Names, string? Unread)
{
    internal static FoundFolder Nothing { get; } = new([], null);

    /// <summary>Whether this folder, or one under it, cannot be read.</summary>
    public bool HasUnread { get; } = Unread is not null || Names.Any(n => n.Under is { HasUnread: true });

    /// <summary>Whether there is nothing to tell of it.</summary>
    public bool IsNothing => Names.Count == 0 && Unread is null;
}

/// <summary>A name on the way to a find.</summary>
/// <param name="RawName">As the file system had it.</param>
/// <param name="Item">What it names, if that is wanted.</param>
/// <param name="Under">What was met under it, if it is a folder with anything of that.</param>
public sealed record FoundName(ReadOnlyMemory<byte> RawName, FoundItem? Item, FoundFolder? Under);

/// <summary>A find.</summary>
/// <param name="Size">Bytes, files only.</param>
/// <param name="Mark">The same for the same content in one repository, and for no other: of a file its blobs, of a folder its tree.</param>
public sealed record FoundItem(NodeType Type, long Size, FileTime Modified, UInt128 Mark);
