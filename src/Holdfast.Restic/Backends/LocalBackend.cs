using System.Globalization;
using System.Text;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends;

/// <summary>A repository in a folder of this machine.</summary>
public sealed class LocalBackend : IBackend
{
    private const uint FolderMode = 0x1C0; // 0700
    private readonly string _root;
    private readonly Lazy<uint> _fileMode;

    /// <param name="folder">The repository's folder; it need not exist yet.</param>
    public LocalBackend(string folder)
    {
        _root = Path.GetFullPath(folder);
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
        using var folder = Posix.OpenPath(Encoding.UTF8.GetBytes(Path.GetDirectoryName(path)!), Libc.ReadOnly | Libc.DirectoryOnly);
        return Durable.TryWriteNew(folder, Encoding.UTF8.GetBytes(Path.GetFileName(path)), content.Span, _fileMode.Value)
            ? true
            : throw new RepositoryException(RepositoryFault.AlreadyExists, $"{file} exists already in {Location}");
    });

    public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) => Run("read", file.Path, () =>
    {
        using var open = Posix.OpenPath(Encoding.UTF8.GetBytes(PathOf(file)), Libc.ReadOnly);
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
            return Posix.StatusOfPath(Encoding.UTF8.GetBytes(PathOf(file))).Size;
        }
        catch (SystemCallException e) when (e.Error == Libc.NoEntry)
        {
            return null;
        }
    });

    public Task RemoveAsync(FileName file, CancellationToken ct) => Run("remove", file.Path, () =>
    {
        var path = PathOf(file);
        using var folder = Posix.OpenPath(Encoding.UTF8.GetBytes(Path.GetDirectoryName(path)!), Libc.ReadOnly | Libc.DirectoryOnly);
        try
        {
            Posix.RemoveAt(folder, Encoding.UTF8.GetBytes(Path.GetFileName(path)), isFolder: false);
        }
        catch (SystemCallException e) when (e.Error == Libc.NoEntry)
        {
            return true;
        }

        folder.Flush();
        return true;
    });

    private List<StoredFile> List(FileKind kind, CancellationToken ct)
    {
        List<StoredFile> files = [];
        var path = Encoding.UTF8.GetBytes(Path.Combine(_root, FileName.FolderOf(kind)));
        using var folder = Posix.OpenPath(path, Libc.ReadOnly | Libc.DirectoryOnly);
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

    private static void Make(string folder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder) ?? "/");
        Posix.MakeFolder(Encoding.UTF8.GetBytes(folder), FolderMode);
    }

    private string PathOf(FileName file) => Path.Combine(_root, file.Path);

    // A repository whose config its group may read is shared with the group: new files follow it, as restic's do.
    private uint ReadFileMode()
    {
        try
        {
            var config = Posix.StatusOfPath(Encoding.UTF8.GetBytes(PathOf(FileName.Config)));
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
                (e as SystemCallException)?.Error == Libc.NoSpace ? "free space on the disk and try again; what was stored before is intact" : null,
                e,
                isTransient: true);
        }
    });
}
