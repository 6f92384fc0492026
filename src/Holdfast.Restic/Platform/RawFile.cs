using System.Buffers;
using System.Collections.Concurrent;

namespace Holdfast.Restic.Platform;

/// <summary>Files by <see cref="RawText"/> paths, where .NET's own calls would look for another name.</summary>
public static class RawFile
{
    private static readonly ConcurrentDictionary<string, OpenFile> Kept = [];

    /// <summary>The whole file. Its size is not asked: those of /proc and pipes have none.</summary>
    /// <exception cref="SystemCallException">It cannot be read.</exception>
    public static byte[] ReadAll(string path)
    {
        using var file = Posix.OpenPath(RawText.ToBytes(path), Libc.ReadOnly);
        var content = new ArrayBufferWriter<byte>();
        for (int read; (read = file.ReadFully(content.GetSpan(4096))) > 0;)
        {
            content.Advance(read);
        }

        return content.WrittenSpan.ToArray();
    }

    /// <summary>The path from the root, by its text alone.</summary>
    public static string FullPath(string path) => RawPath.Of(path).Absolute().ToText();

    /// <summary>A path of the same file or folder that .NET's own calls understand, as long as this program runs.</summary>
    /// <exception cref="SystemCallException">There is none.</exception>
    public static string Reachable(string path)
    {
        if (!RawText.HoldsOther(path))
        {
            return path;
        }

        var open = Kept.GetOrAdd(FullPath(path), static p => Posix.OpenPath(RawText.ToBytes(p), Libc.PathOnly));
        return $"/proc/self/fd/{open.Descriptor}";
    }

    internal static bool IsFolder(string path)
    {
        try
        {
            return Posix.StatusOf(Libc.CurrentDirectory, RawText.ToBytes(path), 0, default).IsFolder;
        }
        catch (SystemCallException)
        {
            return false;
        }
    }

    /// <summary>Makes a folder and those that it lies in, as far as they are missing.</summary>
    internal static void MakeFolders(string path, uint mode, uint parentMode = 0x1FF)
    {
        if (IsFolder(path))
        {
            return;
        }

        var raw = RawPath.Of(path);
        if (raw.Parent.Latin is not ("/" or "."))
        {
            MakeFolders(raw.Parent.ToText(), parentMode, parentMode);
        }

        Posix.MakeFolder(raw.Bytes, mode);
    }
}
