using System.Runtime.InteropServices;

namespace Holdfast.Restic.Format;

/// <summary>The zstd library's own functions.</summary>
internal static unsafe partial class LibZstd
{
    internal const ulong UnknownSize = ulong.MaxValue;
    internal const int CompressionLevel = 100, WindowLog = 101, DecoderWindowLogMax = 100;
    internal const int DestinationTooSmall = 70;

    internal const string Library = "libzstd.so.1";

    [LibraryImport(Library)]
    internal static partial nint ZSTD_createCCtx();

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_freeCCtx(nint context);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_CCtx_setParameter(nint context, int parameter, int value);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_compress2(nint context, byte* output, nuint capacity, byte* input, nuint length);

    [LibraryImport(Library)]
    internal static partial nint ZSTD_createDCtx();

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_freeDCtx(nint context);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_decompressDCtx(nint context, byte* output, nuint capacity, byte* input, nuint length);

    [LibraryImport(Library)]
    internal static partial ulong ZSTD_getFrameContentSize(byte* input, nuint length);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_findFrameCompressedSize(byte* input, nuint length);

    [LibraryImport(Library)]
    internal static partial nuint ZSTD_compressBound(nuint length);

    [LibraryImport(Library)]
    internal static partial uint ZSTD_isError(nuint code);

    [LibraryImport(Library)]
    internal static partial nint ZSTD_getErrorName(nuint code);

    [LibraryImport(Library)]
    internal static partial int ZSTD_getErrorCode(nuint code);
}
