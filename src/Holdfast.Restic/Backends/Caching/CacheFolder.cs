using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends.Caching;

/// <summary>
/// The folder of one repository in restic's cache: <c>ID/{data,index,snapshots}/xx/NAME</c>, files word for word as they are stored. restic may use it at the same
/// time: files appear whole, by a rename, and may vanish at any moment. Nothing here is flushed: what a power failure tears, its hash gives away.
/// </summary>
internal sealed class CacheFolder
{
    // restic's number for this layout.
    private const string Version = "1";
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const uint FileMode = 0x180; // 0600
    private readonly string _folder;

    private CacheFolder(string folder) => _folder = folder;

    /// <summary>Makes what is missing of it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    internal static CacheFolder Open(string root, string repositoryId)
    {
        RawFile.MakeFolders(root, 0x1C0); // 0700
        root = RawFile.Reachable(root);
        MarkRoot(root);
        var cache = new CacheFolder(Path.Combine(root, repositoryId));
        Directory.CreateDirectory(cache._folder, FolderMode);
        var version = Path.Combine(cache._folder, "version");
        if (!File.Exists(version))
        {
            File.WriteAllText(version, Version);
        }
        else if (File.ReadAllText(version).Trim() != Version)
        {
            throw new IOException($"{cache._folder} has another version than {Version}");
        }

        // Its age says when the repository was last used: --cleanup-cache goes by that, restic's too.
        Directory.SetLastWriteTimeUtc(cache._folder, TimeProvider.System.GetUtcNow().UtcDateTime);
        return cache;
    }

    internal static bool Keeps(FileKind kind) => kind is FileKind.Pack or FileKind.Index or FileKind.Snapshot;

    /// <returns>The entry's whole content, or null when there is none.</returns>
    internal byte[]? TryRead(FileName file)
    {
        try
        {
            return File.ReadAllBytes(PathOf(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Not there, or as good as not there: the store has it.
        }
    }

    /// <returns>False when there is no such entry, or it is too short.</returns>
    internal bool TryRead(FileName file, long offset, Span<byte> buffer)
    {
        try
        {
            using var open = Posix.OpenPath(RawText.ToBytes(PathOf(file)), Libc.ReadOnly);
            return open.ReadFully(buffer, offset) == buffer.Length;
        }
        catch (IOException)
        {
            return false; // As above.
        }
    }

    /// <returns>The entry's size, or null when there is none.</returns>
    internal long? SizeOf(FileName file) => new FileInfo(PathOf(file)) is { Exists: true } info ? info.Length : null;

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    internal void Write(FileName file, ReadOnlySpan<byte> content)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, FolderMode);
        var temporary = $"{path}-tmp-{Guid.NewGuid():N}";
        try
        {
            using (var folder = Posix.OpenPath(RawText.ToBytes(Path.GetDirectoryName(path)!), Libc.ReadOnly | Libc.DirectoryOnly))
            using (var open = Posix.OpenAt(folder, RawText.ToBytes(Path.GetFileName(temporary)), Libc.WriteOnly | Libc.Create | Libc.Exclusive, FileMode))
            {
                open.Write(content);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch // Whatever it was, the half-written file goes.
        {
            Remove(temporary);
            throw;
        }
    }

    internal void Remove(FileName file) => Remove(PathOf(file));

    /// <summary>Drops entries of a kind that the store does not have any more.</summary>
    internal void KeepOnly(FileKind kind, IReadOnlySet<string> names)
    {
        var folder = Path.Combine(_folder, FileName.FolderOf(kind));
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (FileName.IsId(Path.GetFileName(path)) && !names.Contains(Path.GetFileName(path)))
            {
                Remove(path);
            }
        }
    }

    private static void MarkRoot(string root)
    {
        var tag = Path.Combine(root, "CACHEDIR.TAG");
        if (!File.Exists(tag))
        {
            // By https://bford.info/cachedir/: backups leave the folder out.
            File.WriteAllText(tag, "Signature: 8a477f597d28d172789f06886806bc55\n");
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An entry too many costs space and no more.
        }
    }

    private string PathOf(FileName file) => Path.Combine(_folder, FileName.FolderOf(file.Kind), file.Name[..2], file.Name);
}
