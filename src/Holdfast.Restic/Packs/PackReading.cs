using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Packs;

/// <summary>Packs out of a backend.</summary>
internal static class PackReading
{
    // Packs of 4 GiB are legal. restic's largest setting is 128 MiB, and a pack that holds the tree of a huge folder is as large as that.
    private static readonly long WholePackLimit = Array.MaxLength;

    internal static FileName FileOf(PackId pack) => new(FileKind.Pack, pack.ToString());

    /// <summary>The same, for someone who wants a blob of this type.</summary>
    internal static FileName FileOf(PackId pack, BlobType type) => FileOf(pack) with { HoldsTrees = type == BlobType.Tree };

    /// <summary>Reads and verifies a whole pack.</summary>
    internal static async Task<Pack> LoadAndVerifyPackAsync(this IBackend backend, SealingKey key, PackId pack, CancellationToken ct)
    {
        var size = await PackSizeAsync(backend, pack, ct);
        if (size > WholePackLimit)
        {
            throw RepositoryException.NotUnderstood($"pack {pack} is {size} bytes long, too much to verify in memory");
        }

        var content = GC.AllocateUninitializedArray<byte>((int)size);
        await backend.LoadAsync(FileOf(pack), 0, content, ct);
        return Pack.Verify(key, pack, content);
    }

    /// <summary>Reads only the header: for when no index knows the pack.</summary>
    internal static async Task<List<PackedBlob>> LoadPackHeaderAsync(this IBackend backend, SealingKey key, PackId pack, CancellationToken ct)
    {
        var size = await PackSizeAsync(backend, pack, ct);
        var end = new byte[Math.Min(PackHeader.LengthSize, size)];
        await backend.LoadAsync(FileOf(pack), size - end.Length, end, ct);
        var header = new byte[PackHeader.SealedLength(pack, size, end)];
        await backend.LoadAsync(FileOf(pack), size - PackHeader.LengthSize - header.Length, header, ct);
        return PackHeader.Decode(key, pack, size, header);
    }

    private static async Task<long> PackSizeAsync(IBackend backend, PackId pack, CancellationToken ct) =>
        await backend.SizeAsync(FileOf(pack), ct)
        ?? throw RepositoryException.Damaged($"pack {pack} is missing from {backend.Location}", "bring it back from another copy of the repository");
}
