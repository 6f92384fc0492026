using Holdfast.Restic.Index;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>Content as blobs, in order.</summary>
/// <param name="Length">Bytes of it.</param>
internal sealed record CutContent(IReadOnlyList<StoredBlob> Blobs, long Length);
