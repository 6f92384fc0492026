using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Holdfast.Restic.Format;

/// <summary>Single complete zstd frames. Everything in a version 2 repository is one, even what does not compress.</summary>
internal static unsafe class Zstd
{
    private const int Level = 3;

    // 2^19 = 512 KiB, the largest window that restic's own writer uses.
    private const int WindowLog = 19;

    private static readonly ConcurrentBag<Context> Contexts = [];

    /// <summary>Room enough for any frame of so many bytes.</summary>
    internal static int Bound(int length) => checked((int)LibZstd.ZSTD_compressBound((nuint)length));

    /// <returns>The frame's length.</returns>
    internal static int Compress(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var context = Contexts.TryTake(out var kept) ? kept : new();
        fixed (byte* i = input, o = output)
        {
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

    /// <summary>Decompresses a frame whose plaintext is exactly as long as <paramref name="output"/>.</summary>
    /// <returns>Null, or what is wrong with the frame.</returns>
    internal static string? Decompress(ReadOnlySpan<byte> frame, Span<byte> output)
    {
        // An empty span has no address, and zstd wants one.
        ReadOnlySpan<byte> source = frame.IsEmpty ? [0] : frame;
        Span<byte> target = output.IsEmpty ? stackalloc byte[1] : output;
        fixed (byte* i = source, o = target)
        {
            var frameLength = LibZstd.ZSTD_findFrameCompressedSize(i, (nuint)frame.Length);
            if (LibZstd.ZSTD_isError(frameLength) != 0)
            {
                return $"not a zstd frame: {ErrorName(frameLength)}";
            }

            if (frameLength != (nuint)frame.Length)
            {
                return $"{frame.Length - (long)frameLength} bytes follow the zstd frame";
            }

            var context = Contexts.TryTake(out var kept) ? kept : new();
            var written = LibZstd.ZSTD_decompressDCtx(context.Decompressor, o, (nuint)output.Length, i, (nuint)frame.Length);
            Contexts.Add(context);
            return LibZstd.ZSTD_isError(written) != 0 ? $"zstd frame: {ErrorName(written)}"
                : written != (nuint)output.Length ? $"zstd frame holds {written} bytes, {output.Length} were expected"
                : null;
        }
    }

    /// <summary>Decompresses a frame that says its own length, or that does not.</summary>
    /// <param name="limit">More plaintext than this is refused before it is made.</param>
    /// <exception cref="RepositoryException">Damaged.</exception>
    internal static byte[] Decompress(ReadOnlySpan<byte> frame, int limit, string what)
    {
        ulong declared;
        fixed (byte* i = frame)
        {
            declared = frame.IsEmpty ? LibZstd.NotAFrame : LibZstd.ZSTD_getFrameContentSize(i, (nuint)frame.Length);
        }

        if (declared == LibZstd.NotAFrame || (declared > (ulong)limit && declared != LibZstd.UnknownSize))
        {
            throw RepositoryException.Damaged(
                declared == LibZstd.NotAFrame ? $"{what}: not a zstd frame" : $"{what}: its zstd frame declares {declared} bytes, more than {limit}");
        }

        if (declared != LibZstd.UnknownSize)
        {
            var output = new byte[declared];
            return Decompress(frame, output) is { } wrong ? throw RepositoryException.Damaged($"{what}: {wrong}") : output;
        }

        // Without a declared length we try with growing room; a frame can't expand its input endlessly within the limit.
        for (var room = Math.Min(limit, Math.Max(64 * 1024, frame.Length * 8L)); ; room = Math.Min(limit, room * 4))
        {
            var output = new byte[room];
            if (DecompressUpTo(frame, output, out var written) is not { } wrong)
            {
                return output[..written];
            }

            if (room == limit)
            {
                throw RepositoryException.Damaged($"{what}: {wrong}");
            }
        }
    }

    private static string? DecompressUpTo(ReadOnlySpan<byte> frame, Span<byte> output, out int length)
    {
        length = 0;
        var context = Contexts.TryTake(out var kept) ? kept : new();
        fixed (byte* i = frame, o = output)
        {
            var written = LibZstd.ZSTD_decompressDCtx(context.Decompressor, o, (nuint)output.Length, i, (nuint)frame.Length);
            Contexts.Add(context);
            length = LibZstd.ZSTD_isError(written) == 0 ? (int)written : 0;
            return LibZstd.ZSTD_isError(written) == 0 ? null : $"zstd frame: {ErrorName(written)}";
        }
    }

    private static string ErrorName(nuint code) => Marshal.PtrToStringUTF8(LibZstd.ZSTD_getErrorName(code)) ?? "error";

    // The library's working memory, a few MiB: kept from blob to blob, as many as were ever used at once.
    private sealed class Context
    {
        internal Context()
        {
            Compressor = LibZstd.ZSTD_createCCtx();
            Decompressor = LibZstd.ZSTD_createDCtx();
            if (Compressor == 0 || Decompressor == 0)
            {
                throw new InvalidOperationException("zstd has no memory to work in");
            }

            LibZstd.ZSTD_CCtx_setParameter(Compressor, LibZstd.CompressionLevel, Level);
            LibZstd.ZSTD_CCtx_setParameter(Compressor, LibZstd.WindowLog, WindowLog);
        }

        ~Context()
        {
            LibZstd.ZSTD_freeCCtx(Compressor);
            LibZstd.ZSTD_freeDCtx(Decompressor);
        }

        internal nint Compressor { get; }

        internal nint Decompressor { get; }
    }
}
