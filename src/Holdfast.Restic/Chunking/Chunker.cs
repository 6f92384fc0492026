namespace Holdfast.Restic.Chunking;

/// <summary>
/// Finds where content is cut, as restic does, so that equal content gives equal blobs wherever it stands.
/// A cut falls where the fingerprint of the 64 bytes before it ends in 20 zero bits, at 512 KiB at the earliest and at 8 MiB at the latest.
/// Because the shortest chunk is longer than the window, the fingerprint at a candidate depends on those 64 bytes alone: the first
/// 512 KiB of a chunk are never looked at, and several stretches can be searched at once. Immutable; shared by all threads.
/// </summary>
public sealed class Chunker
{
    public const int Minimum = 512 * 1024, Maximum = 8 * 1024 * 1024;
    private const int Window = 64;
    private const ulong CutMask = (1 << 20) - 1;

    // Four independent chains of table look-ups keep the processor busy where one would wait for itself. A short stretch, so that
    // little is searched in vain behind a cut.
    private const int Lane = 16 * 1024;

    private readonly ulong[] _leave = new ulong[256], _reduce = new ulong[256];

    public Chunker(Polynomial polynomial)
    {
        for (var b = 0; b < 256; b++)
        {
            var leave = new Polynomial((ulong)b);
            for (var i = 1; i < Window; i++)
            {
                leave = leave.AppendModulo(0, polynomial);
            }

            _leave[b] = leave.Bits;
            _reduce[b] = HighByteModulo((ulong)b, polynomial) | ((ulong)b << Polynomial.ChunkingDegree);
        }
    }

    internal ReadOnlySpan<ulong> Leave => _leave;

    internal ReadOnlySpan<ulong> Reduce => _reduce;

    /// <summary>The length of the first chunk of <paramref name="content"/>.</summary>
    /// <param name="content">The file's remaining content: at least <see cref="Maximum"/> bytes of it, or all of it.</param>
    public int FirstChunk(ReadOnlySpan<byte> content)
    {
        var end = Math.Min(content.Length, Maximum);
        var at = Minimum;
        while (at + (4 * Lane) <= end)
        {
            var cut = FindInLanes(content, at);
            if (cut >= 0)
            {
                return cut;
            }

            at += 4 * Lane;
        }

        return at <= end ? Find(content, at, end + 1) is var found and >= 0 ? found : end : end;
    }

    // b * x^53 does not fit a word for b > 2^10; 8 bits are slid in one by one instead.
    private static ulong HighByteModulo(ulong b, Polynomial polynomial)
    {
        var rest = b;
        for (var i = 0; i < Polynomial.ChunkingDegree; i++)
        {
            rest = new Polynomial(rest << 1).Modulo(polynomial).Bits;
        }

        return rest;
    }

    // The first candidate length in [from, to), or -1.
    private int Find(ReadOnlySpan<byte> content, int from, int to)
    {
        var d = Fingerprint(content[(from - Window)..from]);
        for (var length = from; ;)
        {
            if ((d & CutMask) == 0)
            {
                return length;
            }

            if (++length >= to)
            {
                return -1;
            }

            d = Slide(d, content[length - 1 - Window], content[length - 1]);
        }
    }

    private int FindInLanes(ReadOnlySpan<byte> content, int from)
    {
        ulong d0 = Fingerprint(content[(from - Window)..from]);
        ulong d1 = Fingerprint(content[(from + Lane - Window)..(from + Lane)]);
        ulong d2 = Fingerprint(content[(from + (2 * Lane) - Window)..(from + (2 * Lane))]);
        ulong d3 = Fingerprint(content[(from + (3 * Lane) - Window)..(from + (3 * Lane))]);
        int cut1 = -1, cut2 = -1, cut3 = -1;
        var leaving = content[(from - Window)..];
        var entering = content[from..];
        for (var i = 0; ; i++)
        {
            if ((d0 & CutMask) == 0)
            {
                return from + i;
            }

            if ((d1 & CutMask) == 0 && cut1 < 0)
            {
                cut1 = from + Lane + i;
            }

            if ((d2 & CutMask) == 0 && cut2 < 0)
            {
                cut2 = from + (2 * Lane) + i;
            }

            if ((d3 & CutMask) == 0 && cut3 < 0)
            {
                cut3 = from + (3 * Lane) + i;
            }

            if (i == Lane - 1)
            {
                return cut1 >= 0 ? cut1 : cut2 >= 0 ? cut2 : cut3;
            }

            d0 = Slide(d0, leaving[i], entering[i]);
            d1 = Slide(d1, leaving[i + Lane], entering[i + Lane]);
            d2 = Slide(d2, leaving[i + (2 * Lane)], entering[i + (2 * Lane)]);
            d3 = Slide(d3, leaving[i + (3 * Lane)], entering[i + (3 * Lane)]);
        }
    }

    private ulong Fingerprint(ReadOnlySpan<byte> window)
    {
        ulong d = 0;
        foreach (var b in window)
        {
            d = Slide(d, 0, b);
        }

        return d;
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    private ulong Slide(ulong d, byte leaves, byte enters)
    {
        d ^= _leave[leaves];
        return ((d << 8) | enters) ^ _reduce[(byte)(d >> (Polynomial.ChunkingDegree - 8))];
    }
}
