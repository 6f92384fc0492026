using System.Globalization;
using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends;

/// <summary>A repository in a folder of this machine.</summary>
public sealed class LocalBackend : IBackend
{
    private const uint FolderMode = 0x1C0, SharedFolderMode = 0x1F8; // 0700, 0770
    private readonly string _root;
    private readonly Lazy<uint> _fileMode;

    /// <param name="folder">The repository's folder; it need not exist yet.</param>
    public LocalBackend(string folder)
    {
        _root = RawFile.FullPath(folder);
        _fileMode = new(ReadFileMode);
    }

    public string Location => _root;

    public Task CreateAsync(CancellationToken ct) => Run("create", "", () =>
    {
        Make(_root);
        foreach (var kind in Enum.GetValues<FileKind>().Where(k => k != FileKind.Config))
        {
            Make(Path.Combine(_root, FileName.FolderOf(kind)));
        }

        for (var b = 0; b < 256; b++)
        {
            Make(Path.Combine(_root, "data", b.ToString("x2", CultureInfo.InvariantCulture)));
        }

        Durable.FlushFolder(Path.Combine(_root, "data"));
        Durable.FlushFolder(_root);
        return true;
    });

    public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => Run("write", file.Path, () =>
    {
        var path = PathOf(file);
        using var folder = OpenOrMake(Path.GetDirectoryName(path)!);
        return Durable.TryWriteNew(folder, RawText.ToBytes(Path.GetFileName(path)), content.Span, _fileMode.Value)
            ? true
            : throw new RepositoryException(RepositoryFault.AlreadyExists, $"{file} exists already in {Location}");
    });

    public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) => Run("read", file.Path, () =>
    {
        // Non-blocking: a pipe in its place would be waited for without end.
        using var open = Posix.OpenPath(RawText.ToBytes(PathOf(file)), Libc.ReadOnly | Libc.NonBlocking);
        if (open.Status().Type != FileStatus.Regular)
        {
            throw NotAFile(file);
        }

        var read = open.ReadFully(buffer.Span, offset);
        return read == buffer.Length
            ? true
            : throw RepositoryException.Damaged(
                $"{file} in {Location} is too short: it ends at byte {offset + read}, {offset + buffer.Length} were expected");
    });

    public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) =>
        Run<IReadOnlyList<StoredFile>>("list", FileName.FolderOf(kind), () => List(kind, ct));

    public Task<long?> SizeAsync(FileName file, CancellationToken ct) => Run<long?>("stat", file.Path, () =>
    {
        try
        {
            return Posix.StatusOfPath(RawText.ToBytes(PathOf(file))) is { Type: FileStatus.Regular } status ? status.Size : throw NotAFile(file);
        }
        catch (SystemCallException e) when (e.Error == Libc.NoEntry)
        {
            return null;
        }
    });

    public Task RemoveAsync(FileName file, CancellationToken ct) => Run("remove", file.Path, () =>
    {
        var path = PathOf(file);
        using var folder = TryOpenFolder(Path.GetDirectoryName(path)!);
        if (folder is null)
        {
            return true;
        }

        try
        {
            Posix.RemoveAt(folder, RawText.ToBytes(Path.GetFileName(path)), isFolder: false);
        }
        catch (SystemCallException e) when (e.Error == Libc.NoEntry)
        {
            return true;
        }

        folder.Flush();
        return true;
    });

    private RepositoryException NotAFile(FileName file) => RepositoryException.Damaged(
        $"{file} in {Location} is not a file but a folder, a pipe or a device", "move it away, and bring the file back from another copy of the repository");

    private List<StoredFile> List(FileKind kind, CancellationToken ct)
    {
        List<StoredFile> files = [];
        using var folder = TryOpenFolder(Path.Combine(_root, FileName.FolderOf(kind)));
        if (folder is null)
        {
            return files;
        }

        if (kind != FileKind.Pack)
        {
            List(folder, kind, files);
            return files;
        }

        foreach (var name in Posix.NamesIn(folder).Where(n => n.Length == 2))
        {
            ct.ThrowIfCancellationRequested();
            using var inner = Posix.OpenFolderAt(folder, name);
            List(inner, kind, files, Encoding.UTF8.GetString(name));
        }

        return files;
    }

    // A pack in another folder than its own is not where anybody looks for it, and may be the second one of its name.
    private static void List(OpenFile folder, FileKind kind, List<StoredFile> files, string prefix = "")
    {
        foreach (var bytes in Posix.NamesIn(folder))
        {
            var name = Encoding.UTF8.GetString(bytes);
            if (FileName.IsId(name) && name.StartsWith(prefix, StringComparison.Ordinal) && Posix.TryStatusAt(folder, bytes) is { Type: FileStatus.Regular } status)
            {
                files.Add(new(new(kind, name), status.Size));
            }
        }
    }

    // Copies of a repository come without its empty folders: rclone, S3, zip and git keep none. Null: there is none, and so nothing in it.
    private OpenFile? TryOpenFolder(string folder)
    {
        try
        {
            return Posix.OpenPath(RawText.ToBytes(folder), Libc.ReadOnly | Libc.DirectoryOnly);
        }
        catch (SystemCallException e) when (e.Error == Libc.NoEntry && IsHere())
        {
            return null;
        }
    }

    private OpenFile OpenOrMake(string folder)
    {
        if (TryOpenFolder(folder) is { } open)
        {
            return open;
        }

        // As restic: what a group may read it may read here, too.
        var mode = (_fileMode.Value & 0x20) != 0 ? SharedFolderMode : FolderMode;
        RawFile.MakeFolders(folder, mode, mode);
        for (var above = Path.GetDirectoryName(folder)!; above.Length >= _root.Length; above = Path.GetDirectoryName(above)!)
        {
            Durable.FlushFolder(above);
        }

        return Posix.OpenPath(RawText.ToBytes(folder), Libc.ReadOnly | Libc.DirectoryOnly);
    }

    // A disk that was unmounted has no config either: nothing is made in its place, and nothing told to be empty.
    private bool IsHere()
    {
        try
        {
            Posix.StatusOfPath(RawText.ToBytes(PathOf(FileName.Config)));
            return true;
        }
        catch (SystemCallException)
        {
            return false;
        }
    }

    private static void Make(string folder)
    {
        RawFile.MakeFolders(folder, FolderMode);
    }

    private string PathOf(FileName file) => Path.Combine(_root, file.Path);

    // A repository whose config its group may read is shared with the group: new files follow it, as restic's do.
    private uint ReadFileMode()
    {
        try
        {
            var config = Posix.StatusOfPath(RawText.ToBytes(PathOf(FileName.Config)));
            return (config.Mode & 0x20) != 0 ? 0x120u : 0x100u;
        }
        catch (SystemCallException)
        {
            return 0x100;
        }
    }

    // Local calls block for as long as the disk takes; the pool's thread does the waiting, not the caller's.
    private Task<T> Run<T>(string act, string file, Func<T> call) => Task.Run(() =>
    {
        try
        {
            return call();
        }
        catch (SystemCallException e) when (e.Error is Libc.NoEntry or Libc.NotADirectory)
        {
            throw new RepositoryException(RepositoryFault.NotFound, $"cannot {act} {file} in {Location}: it is not there", inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RepositoryException(
                RepositoryFault.Storage,
                $"cannot {act} {file} in {Location}: {e.Message}",
                (e as SystemCallException)?.Error == Libc.NoSpace ? "free space on the disk and try again; what was stored before is intact"
                    : OpenFileLimit.IsCauseOf(e) ? OpenFileLimit.Hint : null,
                e,
                isTransient: true);
        }
    });
}
