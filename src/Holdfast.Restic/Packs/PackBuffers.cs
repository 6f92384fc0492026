namespace Holdfast.Restic.Packs;

/// <summary>
/// The memory of packs that are being filled, kept for the next ones. The shared pool would round a pack of 16 MiB and a little up to 32,
/// and keep one for every thread that ever had one.
/// </summary>
internal static class PackBuffers
{
    /// <summary>Room behind the size at which a pack is full: for most of its last blob, and for its header.</summary>
    internal const int Margin = 2 << 20;

    // As many as one writer has at once: two that fill, two that are stored.
    private const int Kept = 4;

    private static readonly List<byte[]> Free = [];
    private static readonly Lock Gate = new();

    internal static byte[] Rent(int length)
    {
        lock (Gate)
        {
            // Not one that is far too large: a huge tree once stored must not hold its memory for ever.
            var index = Free.FindIndex(b => b.Length >= length && b.Length <= 2L * length);
            if (index >= 0)
            {
                var found = Free[index];
                Free.RemoveAt(index);
                return found;
            }
        }

        return GC.AllocateUninitializedArray<byte>(length);
    }

    internal static void Return(byte[] buffer)
    {
        lock (Gate)
        {
            if (Free.Count == Kept)
            {
                Free.RemoveAt(0);
            }

            Free.Add(buffer);
        }
    }
}
