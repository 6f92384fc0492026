using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Index;

/// <summary>
/// Blobs by name, authenticated. Where a copy is damaged the next copy is tried, and at last what the packs themselves say of it.
/// </summary>
internal sealed class BlobReader(IBackend backend, SealingKey key, RepositoryIndex index)
{
    /// <summary>Told of each blob that cannot be had from anywhere, with the pack that should hold it.</summary>
    internal Action<PackId?, RepositoryException>? OnLost { get; init; }

    internal async Task<byte[]> ReadAsync(BlobHandle blob, CancellationToken ct)
    {
        RepositoryException? failure = null;
        PackId? pack = null;
        foreach (var location in index.FindAll(blob))
        {
            try
            {
                return await ReadTwiceAsync(location, ct);
            }
            catch (RepositoryException e)
            {
                // Kept for when no other copy can be read either. What may pass outranks damage: it says that the blob may not be lost.
                (failure, pack) = failure is null || (e.IsTransient && !failure.IsTransient) ? (e, location.Pack) : (failure, pack);
            }
        }

        if (failure is { IsUnreadable: true } && await ReadByHeadersAsync(blob, ct) is { } found)
        {
            return found;
        }

        failure ??= RepositoryException.Damaged(
            $"{blob} is in no index of the repository",
            "run \"holdfast repo check\" to see what else is missing; another copy of the repository may have it");
        OnLost?.Invoke(pack, failure);
        throw failure;
    }

    /// <summary>Length of a blob's plaintext, or null when no index knows the blob.</summary>
    internal long? LengthOf(BlobHandle blob) => index.TryFind(blob, out var location) ? location.Blob.PlaintextLength : null;

    /// <summary>The place to read a blob from first, or false when no index knows the blob.</summary>
    internal bool TryLocate(BlobHandle blob, out BlobLocation location) => index.TryFind(blob, out location);

    /// <summary>A part of a pack as it is stored.</summary>
    internal Task LoadAsync(PackId pack, long offset, Memory<byte> buffer, CancellationToken ct) =>
        backend.LoadAsync(PackReading.FileOf(pack), offset, buffer, ct);

    /// <summary>Opens and authenticates a stored blob into a buffer of its plaintext's length.</summary>
    internal void Decode(PackId pack, PackedBlob blob, ReadOnlySpan<byte> stored, Span<byte> plaintext) =>
        BlobCodec.Decode(key, pack, blob, stored, plaintext);

    // An index may be wrong about a place while the pack is sound: its own header says where its blobs stand.
    private async Task<byte[]?> ReadByHeadersAsync(BlobHandle blob, CancellationToken ct)
    {
        foreach (var location in index.FindAll(blob))
        {
            try
            {
                var header = await backend.LoadPackHeaderAsync(key, location.Pack, ct);
                foreach (var entry in header.Where(b => b.Handle == blob && b != location.Blob))
                {
                    return await ReadAsync(new BlobLocation(location.Pack, entry), ct);
                }
            }
            catch (RepositoryException)
            {
                // The first failure, by the index, is the one to report.
            }
        }

        return null;
    }

    // What was damaged on its way here, or in the cache, is good the second time.
    private async Task<byte[]> ReadTwiceAsync(BlobLocation location, CancellationToken ct)
    {
        try
        {
            return await ReadAsync(location, ct);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
        {
            backend.Distrust(PackReading.FileOf(location.Pack));
            return await ReadAsync(location, ct);
        }
    }

    private async Task<byte[]> ReadAsync(BlobLocation location, CancellationToken ct)
    {
        BlobCodec.RequirePlausible(location.Pack, location.Blob);
        var stored = System.Buffers.ArrayPool<byte>.Shared.Rent((int)location.Blob.Length);
        try
        {
            var exact = stored.AsMemory(0, (int)location.Blob.Length);
            await backend.LoadAsync(PackReading.FileOf(location.Pack, location.Blob.Handle.Type), location.Blob.Offset, exact, ct);
            return BlobCodec.Decode(key, location.Pack, location.Blob, exact.Span);
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(stored);
        }
    }
}
