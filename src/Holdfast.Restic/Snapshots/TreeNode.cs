using System.Text;
using Holdfast.Restic.Format;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Snapshots;

/// <summary>One name in a folder of a snapshot, and everything about what it names.</summary>
public sealed record TreeNode
{
    /// <summary>The name as the file system had it: any bytes but NUL and <c>/</c>.</summary>
    public required ReadOnlyMemory<byte> RawName { get; init; }

    /// <summary>The name for people; bytes that are not UTF-8 become replacement characters.</summary>
    public string Name => Encoding.UTF8.GetString(RawName.Span);

    public NodeType Type { get; init; }

    /// <summary>Type and permissions in Go's order of bits; the low nine are the usual <c>rwxrwxrwx</c>.</summary>
    public uint Mode { get; init; }

    public FileTime Modified { get; init; }

    public FileTime Accessed { get; init; }

    public FileTime Changed { get; init; }

    public uint UserId { get; init; }

    public uint GroupId { get; init; }

    public string User { get; init; } = "";

    public string Group { get; init; } = "";

    public ulong Inode { get; init; }

    public ulong DeviceId { get; init; }

    /// <summary>Bytes, files only.</summary>
    public ulong Size { get; init; }

    public ulong Links { get; init; }

    /// <summary>Where a symbolic link points, raw bytes.</summary>
    public ReadOnlyMemory<byte> LinkTarget { get; init; }

    public IReadOnlyList<Xattr> ExtendedAttributes { get; init; } = [];

    /// <summary>Major and minor number of a device.</summary>
    public ulong Device { get; init; }

    /// <summary>The content of a file, in order; null for all else.</summary>
    public IReadOnlyList<BlobId>? Content { get; init; }

    /// <summary>The tree of a folder; null for all else.</summary>
    public BlobId? Subtree { get; init; }

    /// <summary>What could not be read about it when it was backed up; empty: nothing.</summary>
    public string Error { get; init; } = "";
}
