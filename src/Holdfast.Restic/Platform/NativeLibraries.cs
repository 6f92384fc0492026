using System.Runtime.InteropServices;

namespace Holdfast.Restic.Platform;

/// <summary>The libraries of the machine that everything with data needs. They come with nearly every Linux, and not with the smallest images.</summary>
public static class NativeLibraries
{
    private static readonly (string File, string Use, string Package)[] Needed =
    [
        ("libcrypto.so.3", "encrypts and authenticates", "libssl3 (libssl3t64 from Debian 13 on)"),
        ("libzstd.so.1", "compresses", "libzstd1"),
    ];

    /// <summary>Why nothing can be begun here; null: all are there.</summary>
    public static (string Why, string Hint)? Missing() => Missing(static file => NativeLibrary.TryLoad(file, typeof(NativeLibraries).Assembly, null, out _));

    internal static (string Why, string Hint)? Missing(Func<string, bool> loads)
    {
        var missing = Needed.Where(library => !loads(library.File)).ToArray();
        return missing.Length == 0 ? null : (
            string.Join("; ", missing.Select(m => $"{m.File}, with which Holdfast {m.Use} data, cannot be loaded on this machine")) + "; nothing was begun",
            $"install it: on Debian, apt install {string.Join(" and ", missing.Select(m => m.Package))}");
    }
}
