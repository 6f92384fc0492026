using System.Text;

namespace Holdfast.Restic.Operations.Restores;

/// <summary>What things are called until they are right, and what is left of a file that could not be read whole.</summary>
internal static class TemporaryName
{
    private static readonly string Run = Guid.NewGuid().ToString("N")[..12];
    private static long _count;

    /// <summary>How every temporary name begins; what an interrupted restore left is known by it.</summary>
    internal static ReadOnlySpan<byte> Prefix => ".holdfast-restore-"u8;

    /// <summary>How the name ends under which the readable parts of a damaged file are kept.</summary>
    internal static ReadOnlySpan<byte> IncompleteSuffix => ".holdfast-incomplete"u8;

    internal static byte[] New() => [.. Prefix, .. Encoding.ASCII.GetBytes($"{Run}-{Interlocked.Increment(ref _count)}")];

    /// <returns>Null when the name would be too long for any file system.</returns>
    internal static byte[]? Incomplete(ReadOnlySpan<byte> name) =>
        name.Length + IncompleteSuffix.Length <= 255 ? [.. name, .. IncompleteSuffix] : null;
}
