using System.Buffers;

namespace Holdfast.Restic.Packs;

/// <summary>
/// Memory for single blobs on their way: as much as is used at once is kept, not as much for every thread, as the shared pool does it.
/// </summary>
internal static class BlobBuffers
{
    // A chunk of 8 MiB and its overhead; larger ones are trees of huge folders, which are rare.
    private const int Largest = 16 << 20, KeptOfEachSize = 8;

    internal static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(Largest, KeptOfEachSize);
}
