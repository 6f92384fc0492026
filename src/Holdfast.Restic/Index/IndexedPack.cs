using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Index;

/// <summary>What an index says that a pack holds.</summary>
internal sealed record IndexedPack(PackId Id, IReadOnlyList<PackedBlob> Blobs)
{
    /// <summary>The size that the pack's file must have, if the index is right.</summary>
    internal long Size => PackHeader.PackSize(Blobs);
}
