using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Format;

/// <summary>Single complete zstd frames. Everything in a version 2 repository is one, even what does not compress.</summary>
internal static unsafe class Zstd
{
    internal const int DefaultLevel = 3;

    // 2^19 = 512 KiB, the largest window that restic's own writer uses.
    private const int WindowLog = 19;

    private static readonly ConcurrentBag<Context> Contexts = [];

    /// <summary>Room enough for any frame of so many bytes.</summary>
    internal static int Bound(int length) => checked((int)LibZstd.ZSTD_compressBound((nuint)length));

    /// <returns>The frame's length.</returns>
    internal static int Compress(ReadOnlySpan<byte> input, Span<byte> output, int level = DefaultLevel)
    {
        var context = Contexts.TryTake(out var kept) ? kept : new();
        fixed (byte* i = input, o = output)
        {
            context.Use(level);
            var written = LibZstd.ZSTD_compress2(context.Compressor, o, (nuint)output.Length, i, (nuint)input.Length);
            Contexts.Add(context);
            return LibZstd.ZSTD_isError(written) == 0
                ? (int)written
                : throw new InvalidOperationException($"zstd cannot compress: {ErrorName(written)}");
        }
    }

    internal static byte[] Compress(ReadOnlySpan<byte> input)
    {
        var output = new byte[Bound(input.Length)];
        return output[..Compress(input, output)];
    }

    /// <summary>
    /// The most plaintext that so many bytes of frame can hold, whatever they claim: a block gives 128 KiB at the most and takes 4 bytes
    /// at the least. Room is made by this and not by a claim.
    /// </summary>
    internal static long MostPlaintext(long frameLength) => ((frameLength / 4) + 1) << 17;

    /// <summary>Decompresses a frame whose plaintext is exactly as long as <paramref name="output"/>.</summary>
    /// <returns>Null, or what is wrong with the frame.</returns>
    internal static string? Decompress(ReadOnlySpan<byte> frame, Span<byte> output)
    {
        if (FaultInShape(frame) is { } wrong)
        {
            return wrong;
        }

        var written = DecompressUpTo(frame, output);
        return LibZstd.ZSTD_isError(written) != 0 ? $"zstd frame: {ErrorName(written)}"
            : written != (nuint)output.Length ? $"zstd frame holds {written} bytes, {output.Length} were expected"
            : null;
    }

    /// <summary>Decompresses a frame that says its own length, or that does not.</summary>
    /// <param name="limit">More plaintext than this is refused before it is made.</param>
    /// <exception cref="RepositoryException">Damaged, or Unsupported: it is beyond the limit.</exception>
    internal static byte[] Decompress(ReadOnlySpan<byte> frame, int limit, string what)
    {
        if (FaultInShape(frame) is { } wrong)
        {
            throw RepositoryException.Damaged($"{what}: {wrong}");
        }

        var declared = DeclaredLength(frame);
        var most = (int)Math.Min(limit, MostPlaintext(frame.Length));
        if (declared is { } length)
        {
            var output = length <= (ulong)most ? new byte[length]
                : length > (ulong)MostPlaintext(frame.Length) ? throw RepositoryException.Damaged(
                    $"{what}: its zstd frame declares {length} bytes, more than it can hold")
                : throw RepositoryException.NotUnderstood($"{what} is too large for Holdfast: {length} bytes; it reads up to {limit}");
            return Decompress(frame, output) is { } fault ? throw RepositoryException.Damaged($"{what}: {fault}") : output;
        }

        for (var room = (int)Math.Min(most, Math.Max(64 * 1024, frame.Length * 8L)); ; room = (int)Math.Min(most, room * 4L))
        {
            var output = new byte[room];
            var written = DecompressUpTo(frame, output);
            if (LibZstd.ZSTD_isError(written) == 0)
            {
                return output[..(int)written];
            }

            if (room == most || LibZstd.ZSTD_getErrorCode(written) != LibZstd.DestinationTooSmall)
            {
                throw room == limit && LibZstd.ZSTD_getErrorCode(written) == LibZstd.DestinationTooSmall
                    ? RepositoryException.NotUnderstood($"{what} is too large for Holdfast, which reads up to {limit} bytes")
                    : RepositoryException.Damaged($"{what}: zstd frame: {ErrorName(written)}");
            }
        }
    }

    // One whole frame and nothing behind it; null when it is that.
    private static string? FaultInShape(ReadOnlySpan<byte> frame)
    {
        // An empty span has no address, and zstd wants one.
        ReadOnlySpan<byte> source = frame.IsEmpty ? [0] : frame;
        fixed (byte* i = source)
        {
            var length = LibZstd.ZSTD_findFrameCompressedSize(i, (nuint)frame.Length);
            return LibZstd.ZSTD_isError(length) != 0 ? $"not a zstd frame: {ErrorName(length)}"
                : length != (nuint)frame.Length ? $"{frame.Length - (long)length} bytes follow the zstd frame"
                : null;
        }
    }

    private static ulong? DeclaredLength(ReadOnlySpan<byte> frame)
    {
        fixed (byte* i = frame)
        {
            return LibZstd.ZSTD_getFrameContentSize(i, (nuint)frame.Length) is not LibZstd.UnknownSize and var length ? length : null;
        }
    }

    private static nuint DecompressUpTo(ReadOnlySpan<byte> frame, Span<byte> output)
    {
        var context = Contexts.TryTake(out var kept) ? kept : new();
        Span<byte> target = output.IsEmpty ? stackalloc byte[1] : output;
        fixed (byte* i = frame, o = target)
        {
            var written = LibZstd.ZSTD_decompressDCtx(context.Decompressor, o, (nuint)output.Length, i, (nuint)frame.Length);
            Contexts.Add(context);
            return written;
        }
    }

    private static string ErrorName(nuint code) => Marshal.PtrToStringUTF8(LibZstd.ZSTD_getErrorName(code)) ?? "error";

    // The library's working memory, a few MiB: kept from blob to blob, as many as were ever used at once.
    private sealed class Context
    {
        private int _level;

        internal Context()
        {
            Compressor = LibZstd.ZSTD_createCCtx();
            Decompressor = LibZstd.ZSTD_createDCtx();
            if (Compressor == 0 || Decompressor == 0)
            {
                throw new InvalidOperationException("zstd has no memory to work in");
            }

            LibZstd.ZSTD_CCtx_setParameter(Compressor, LibZstd.WindowLog, WindowLog);
        }

        ~Context()
        {
            LibZstd.ZSTD_freeCCtx(Compressor);
            LibZstd.ZSTD_freeDCtx(Decompressor);
        }

        internal void Use(int level)
        {
            if (level != _level)
            {
                LibZstd.ZSTD_CCtx_setParameter(Compressor, LibZstd.CompressionLevel, level);
                _level = level;
            }
        }

        internal nint Compressor { get; }

        internal nint Decompressor { get; }
    }
}
