using System.Text;
using Holdfast.Restic.Format;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Queries;

/// <summary>A place in a snapshot that needs a blob.</summary>
/// <param name="RawPath">Of the file whose content it is part of, or of the folder whose tree it is.</param>
/// <param name="ParentTree">The tree that the file stands in; null for a tree.</param>
public sealed record FoundBlob(BlobHandle Blob, ReadOnlyMemory<byte> RawPath, BlobId? ParentTree, Snapshot Snapshot)
{
    public string Path => Encoding.UTF8.GetString(RawPath.Span);
}
