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
    private readonly UnlistedPacks _unlisted = new(backend, key, index);

    /// <summary>
    /// Whether what no index names is looked for in the packs themselves. For whoever only reads: who writes or repairs goes by the index,
    /// since others will.
    /// </summary>
    internal bool LooksIntoPacks { get; init; }

    /// <summary>How many packs no index names, of those that were looked into.</summary>
    internal int PacksLookedInto => _unlisted.Found?.Packs.Count ?? 0;

    /// <summary>Told of each blob that cannot be had from anywhere, with the pack that should hold it.</summary>
    internal Action<PackId?, RepositoryException>? OnLost { get; init; }

    internal async Task<byte[]> ReadAsync(BlobHandle blob, CancellationToken ct)
    {
        RepositoryException? failure = null;
        PackId? pack = null;
        foreach (var location in await PlacesAsync(blob, ct))
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

        if (failure is { IsUnreadable: true } && LooksIntoPacks)
        {
            // A copy in a pack that no index names may be good.
            foreach (var location in (await _unlisted.ReadAsync(ct)).FindAll(blob))
            {
                try
                {
                    return await ReadTwiceAsync(location, ct);
                }
                catch (RepositoryException)
                {
                    // The first failure is the one to report.
                }
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
    internal long? LengthOf(BlobHandle blob) => TryLocate(blob, out var location) ? location.Blob.PlaintextLength : null;

    /// <summary>The place to read a blob from first, or false when no index knows the blob.</summary>
    internal bool TryLocate(BlobHandle blob, out BlobLocation location) =>
        index.TryFind(blob, out location) || (_unlisted.Found is { } found && found.TryFind(blob, out location));

    /// <summary>Before places are asked for: where no index names one of these, the packs are looked into.</summary>
    internal async Task LookForAsync(IEnumerable<BlobHandle> blobs, CancellationToken ct)
    {
        if (LooksIntoPacks && _unlisted.Found is null && blobs.Any(b => !index.Contains(b)))
        {
            await _unlisted.ReadAsync(ct);
        }
    }

    /// <summary>A part of a pack as it is stored.</summary>
    internal Task LoadAsync(PackId pack, long offset, Memory<byte> buffer, CancellationToken ct) =>
        backend.LoadAsync(PackReading.FileOf(pack), offset, buffer, ct);

    /// <summary>Opens and authenticates a stored blob into a buffer of its plaintext's length.</summary>
    internal void Decode(PackId pack, PackedBlob blob, ReadOnlySpan<byte> stored, Span<byte> plaintext) =>
        BlobCodec.Decode(key, pack, blob, stored, plaintext);

    private async Task<IEnumerable<BlobLocation>> PlacesAsync(BlobHandle blob, CancellationToken ct) =>
        index.Contains(blob) || !LooksIntoPacks ? index.FindAll(blob) : (await _unlisted.ReadAsync(ct)).FindAll(blob);

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
