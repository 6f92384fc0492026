using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Index;

/// <summary>Blobs by name, authenticated. Where a copy is damaged the next copy is tried.</summary>
internal sealed class BlobReader(IBackend backend, SealingKey key, RepositoryIndex index)
{
    internal async Task<byte[]> ReadAsync(BlobHandle blob, CancellationToken ct)
    {
        RepositoryException? failure = null;
        foreach (var location in index.FindAll(blob))
        {
            try
            {
                return await ReadAsync(location, ct);
            }
            catch (RepositoryException e)
            {
                // Kept for when no other copy can be read either.
                failure ??= e;
            }
        }

        throw failure ?? RepositoryException.Damaged(
            $"{blob} is in no index of the repository",
            "run \"holdfast repo check\" to see what else is missing; another copy of the repository may have it");
    }

    /// <summary>Length of a blob's plaintext, or null when no index knows the blob.</summary>
    internal long? LengthOf(BlobHandle blob) => index.TryFind(blob, out var location) ? location.Blob.PlaintextLength : null;

    private async Task<byte[]> ReadAsync(BlobLocation location, CancellationToken ct)
    {
        BlobCodec.RequirePlausible(location.Pack, location.Blob);
        var stored = System.Buffers.ArrayPool<byte>.Shared.Rent((int)location.Blob.Length);
        try
        {
            var exact = stored.AsMemory(0, (int)location.Blob.Length);
            await backend.LoadAsync(PackReading.FileOf(location.Pack), location.Blob.Offset, exact, ct);
            return BlobCodec.Decode(key, location.Pack, location.Blob, exact.Span);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(stored);
        }
    }
}
