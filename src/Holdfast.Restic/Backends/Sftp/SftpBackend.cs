using System.Globalization;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends.Sftp;

/// <summary>
/// A repository in a folder of another machine, over the system's ssh. One connection carries many requests at once; when it breaks, the call fails as transient and the
/// next one connects anew. Files are laid out as in a local repository, so that both machines may use it.
/// </summary>
internal sealed class SftpBackend : IBackend, IAsyncDisposable
{
    // Requests for content under way for one file: 2 MiB, as much as OpenSSH takes before it wants to be answered.
    private const int Window = 64;
    private const int FoldersAtOnce = 32;
    private const uint OnlyOwner = 0x180, AlsoGroup = 0x1A0, FolderMode = 0x1C0; // 0600, 0640, 0700; restic's over SFTP, but for its folders.

    private readonly SftpLocation _location;
    private readonly IReadOnlyList<string> _command;
    private readonly BackendSettings _settings;
    private readonly Pace _upload, _download;
    private readonly SemaphoreSlim _connecting = new(1);
    private SftpSession? _session;
    private bool _wasConnected;
    private uint? _fileMode;

    /// <exception cref="RepositoryException">The options make no sense.</exception>
    internal SftpBackend(SftpLocation location, BackendSettings settings)
    {
        (_location, _settings) = (location, settings);
        _command = SshCommand.For(location, settings.Extended, settings.Ssh);
        (_upload, _download) = (Pace.Of(settings.UploadLimit, settings.Clock), Pace.Of(settings.DownloadLimit, settings.Clock));
    }

    public string Location => _location.ToString();

    public Task CreateAsync(CancellationToken ct) => RunAsync("create", "the repository", async session =>
    {
        await MakeWithParentsAsync(session, _location.Path, ct);
        foreach (var kind in Enum.GetValues<FileKind>().Where(k => k != FileKind.Config))
        {
            await MakeAsync(session, PathOf(FileName.FolderOf(kind)), ct);
        }

        await Task.WhenAll(Enumerable.Range(0, 256).Select(
            b => MakeAsync(session, PathOf("data/" + b.ToString("x2", CultureInfo.InvariantCulture)), ct)));
        return true;
    }, ct);

    public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => RunAsync("write", file.Path, async session =>
    {
        var path = PathOf(file.Path);
        if (await session.StatusAsync(path, ct) is not null)
        {
            throw Exists(file);
        }

        var temporary = $"{path}-tmp-{Guid.NewGuid():N}";
        try
        {
            await WriteInFolderAsync(session, temporary, content, ct);
            await PublishAsync(session, temporary, path, file, ct);
        }
        catch // Whatever it was, the half-written file goes.
        {
            await RemoveQuietlyAsync(session, temporary);
            throw;
        }

        return true;
    }, ct, content.Length);

    public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) => RunAsync("read", file.Path, async session =>
    {
        var handle = await session.OpenAsync(PathOf(file.Path), SftpWords.ForReading, null, ct);
        try
        {
            await InWindowAsync(buffer.Length, _download, (at, length) => ReadFullyAsync(session, handle, file, offset + at, buffer.Slice(at, length), ct), ct);
        }
        finally
        {
            session.CloseSoon(handle);
        }

        return true;
    }, ct);

    public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) => RunAsync<IReadOnlyList<StoredFile>>("list", FileName.FolderOf(kind), async session =>
    {
        var folder = PathOf(FileName.FolderOf(kind));
        var entries = await EntriesAsync(session, folder, ct);
        if (kind != FileKind.Pack)
        {
            return FilesIn(kind, entries);
        }

        List<StoredFile> files = [];
        var folders = entries.Where(e => e.Name.Length == 2 && e.Attributes.IsFolder).Select(e => $"{folder}/{e.Name}");
        await Parallel.ForEachAsync(folders, new ParallelOptions { MaxDegreeOfParallelism = FoldersAtOnce, CancellationToken = ct }, async (inner, token) =>
        {
            var found = FilesIn(kind, await EntriesAsync(session, inner, token));
            lock (files)
            {
                // A pack in another folder than its own is not where anybody looks for it, and may be the second one of its name.
                files.AddRange(found.Where(f => f.File.Name.StartsWith(inner[^2..], StringComparison.Ordinal)));
            }
        });
        return files;
    }, ct);

    public Task<long?> SizeAsync(FileName file, CancellationToken ct) => RunAsync("stat", file.Path, async session =>
        await session.StatusAsync(PathOf(file.Path), ct) is { } status
            ? status.Size ?? throw new InvalidDataException("the SFTP server does not tell the sizes of files")
            : (long?)null, ct);

    public Task RemoveAsync(FileName file, CancellationToken ct) => RunAsync("remove", file.Path, async session =>
    {
        try
        {
            await session.RemoveAsync(PathOf(file.Path), ct);
        }
        catch (SftpStatusException e) when (e.Code == SftpWords.NoSuchFile)
        {
            // As asked for.
        }

        return true;
    }, ct);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _session, null) is { } session)
        {
            await session.DisposeAsync();
        }
    }

    // Copies of a repository come without its empty folders: rclone, S3, zip and git keep none. Where there is no config either, it is not a
    // copy: a disk was unmounted there, and nothing is made in its place or told to be empty.
    private async Task<List<(string Name, SftpAttributes Attributes)>> EntriesAsync(SftpSession session, string folder, CancellationToken ct)
    {
        try
        {
            return await session.ListAsync(folder, ct);
        }
        catch (SftpStatusException e) when (e.Code == SftpWords.NoSuchFile)
        {
            if (!await IsHereAsync(session, ct))
            {
                throw;
            }

            return [];
        }
    }

    private async Task WriteInFolderAsync(SftpSession session, string temporary, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        try
        {
            await WriteAsync(session, temporary, content, ct);
        }
        catch (SftpStatusException e) when (e.Code == SftpWords.NoSuchFile)
        {
            if (!await IsHereAsync(session, ct))
            {
                throw;
            }

            await MakeWithParentsAsync(session, temporary[..temporary.LastIndexOf('/')], ct);
            await WriteAsync(session, temporary, content, ct);
        }
    }

    private async Task<bool> IsHereAsync(SftpSession session, CancellationToken ct) =>
        await session.StatusAsync(PathOf(FileName.Config.Path), ct) is not null;

    private async Task WriteAsync(SftpSession session, string temporary, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        _fileMode ??= await session.StatusAsync(PathOf(FileName.Config.Path), ct) is { Mode: { } mode } && (mode & 0x20) != 0 ? AlsoGroup : OnlyOwner;
        var handle = await session.OpenAsync(temporary, SftpWords.ForWriting | SftpWords.Create | SftpWords.Exclusive, _fileMode, ct);
        var isOpen = true;
        try
        {
            await InWindowAsync(content.Length, _upload, (at, length) => session.WriteAsync(handle, at, content.Slice(at, length), ct), ct);
            if (session.CanFlush)
            {
                await session.FlushAsync(handle, ct);
            }

            isOpen = false;
            await session.CloseAsync(handle, ct);
        }
        finally
        {
            if (isOpen)
            {
                session.CloseSoon(handle);
            }
        }
    }

    // A rename refuses a name that exists, and of two at once one is refused. Servers that cannot rename so may still replace; then we looked before.
    private async Task PublishAsync(SftpSession session, string temporary, string path, FileName file, CancellationToken ct)
    {
        try
        {
            await session.RenameAsync(temporary, path, ct);
        }
        catch (SftpStatusException e) when (e.Code is SftpWords.Failure or SftpWords.Unsupported)
        {
            if (await session.StatusAsync(path, ct) is not null)
            {
                throw Exists(file);
            }

            if (!session.CanReplace)
            {
                throw;
            }

            await session.ReplaceAsync(temporary, path, ct);
        }
    }

    private async Task ReadFullyAsync(
        SftpSession session, ReadOnlyMemory<byte> handle, FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        while (!buffer.IsEmpty)
        {
            var read = await session.ReadAsync(handle, offset, buffer, ct);
            if (read == 0)
            {
                throw RepositoryException.Damaged($"{file} in {Location} is too short: it ends before byte {offset + buffer.Length}");
            }

            (offset, buffer) = (offset + read, buffer[read..]);
        }
    }

    // Piece by piece, many under way at once: the line's delay is waited for once, not for every piece.
    private static async Task InWindowAsync(int length, Pace pace, Func<int, int, Task> transfer, CancellationToken ct)
    {
        var underWay = new Queue<Task>();
        try
        {
            for (var at = 0; at < length; at += SftpSession.Piece)
            {
                if (underWay.Count == Window)
                {
                    await underWay.Dequeue();
                }

                var piece = Math.Min(SftpSession.Piece, length - at);
                await pace.TakeAsync(piece, ct);
                underWay.Enqueue(transfer(at, piece));
            }
        }
        finally
        {
            // None may still be reading or filling the caller's bytes when the caller goes on, also after one failed.
            await Task.WhenAll(underWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(underWay);
    }

    private static async Task MakeWithParentsAsync(SftpSession session, string path, CancellationToken ct)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var parent = path[..slash];
            if (await session.StatusAsync(parent, ct) is null)
            {
                await MakeAsync(session, parent, ct);
            }
        }

        await MakeAsync(session, path, ct);
    }

    // The protocol has no word for "exists": it is a failure like any other.
    private static async Task MakeAsync(SftpSession session, string path, CancellationToken ct)
    {
        try
        {
            await session.MakeFolderAsync(path, FolderMode, ct);
        }
        catch (SftpStatusException e) when (e.Code != SftpWords.NoSuchFile)
        {
            if (await session.StatusAsync(path, ct) is null)
            {
                throw;
            }
        }
    }

    private static List<StoredFile> FilesIn(FileKind kind, List<(string Name, SftpAttributes Attributes)> entries) =>
        [.. entries.Where(e => FileName.IsId(e.Name) && e.Attributes.IsRegular).Select(e => new StoredFile(
            new(kind, e.Name), e.Attributes.Size ?? throw new InvalidDataException("the SFTP server does not tell the sizes of files")))];

    private static async Task RemoveQuietlyAsync(SftpSession session, string temporary)
    {
        try
        {
            await session.RemoveAsync(temporary, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or RepositoryException or InvalidDataException)
        {
            // It was never made, or the line is gone: the first failure is the one to report, and no one lists a temporary file.
        }
    }

    private RepositoryException Exists(FileName file) => new(RepositoryFault.AlreadyExists, $"{file} exists already in {Location}");

    private string PathOf(string name) => _location.Path.EndsWith('/') ? _location.Path + name : $"{_location.Path}/{name}";

    private async Task<SftpSession> SessionAsync(CancellationToken ct)
    {
        await _connecting.WaitAsync(ct);
        try
        {
            if (_session is { IsBroken: false } open)
            {
                return open;
            }

            if (_session is { } broken)
            {
                _session = null;
                await broken.DisposeAsync();
            }

            _session = new(await ConnectAsync(ct));
            if (!_session.CanFlush && !_wasConnected)
            {
                _settings.Tell($"{Location}: the server cannot be told to flush files to its disk; what a power failure there takes is found by a check");
            }

            _wasConnected = true;
            return _session;
        }
        finally
        {
            _connecting.Release();
        }
    }

    // A line that was there once may come back. One that never was is told at once: a wrong name, a key that is not accepted.
    private async Task<SftpConnection> ConnectAsync(CancellationToken ct)
    {
        try
        {
            return await SftpConnection.OpenAsync(_command, Location, _settings.Clock, _settings.StuckAfter, _settings.Ssh is { } manner ? how => NotReached(manner, how) : null, ct);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Storage && !_wasConnected)
        {
            throw new RepositoryException(
                e.Fault, e.Message, e.Hint ?? "try \"ssh\" with the same host and user by hand; options for it go into ~/.ssh/config or -o sftp.args=...", e);
        }
    }

    private RepositoryException NotReached(SshManner manner, string how)
    {
        var here = $"{Environment.UserName} on {Environment.MachineName}";
        var failure = SshTrouble.Of(new($"the server of {Location}", here, _location.User, _location.Host, _location.Port, manner), how);
        return new(RepositoryFault.Storage, failure.Message, failure.Hint, isTransient: failure.MayPass);
    }

    private async Task<T> RunAsync<T>(string act, string what, Func<SftpSession, Task<T>> call, CancellationToken ct, int room = 0)
    {
        var session = await SessionAsync(ct);
        try
        {
            return await call(session);
        }
        catch (InvalidDataException e)
        {
            throw new RepositoryException(RepositoryFault.Storage, $"cannot {act} {what} in {Location}: {e.Message}", inner: e, isTransient: true);
        }
        catch (SftpStatusException e)
        {
            throw await ExplainAsync(session, e, $"cannot {act} {what} in {Location}", room);
        }
    }

    private async Task<RepositoryException> ExplainAsync(SftpSession session, SftpStatusException e, string what, int room)
    {
        if (e.Code == SftpWords.NoSuchFile)
        {
            return new(RepositoryFault.NotFound, $"{what}: it is not there", inner: e);
        }

        if (e.Code == SftpWords.Failure && room > 0 && await IsFullAsync(session, room))
        {
            return new(
                RepositoryFault.Storage, $"{what}: the disk there is full", "free space on it and try again; what was stored before is intact", e);
        }

        // "Failure" may be anything, also what passes: the protocol has no better word.
        return new(RepositoryFault.Storage, $"{what}: the server says \"{e.Message}\"", inner: e, isTransient: e.Code == SftpWords.Failure);
    }

    private async Task<bool> IsFullAsync(SftpSession session, int room)
    {
        try
        {
            return await session.FreeAsync(_location.Path, CancellationToken.None) < (ulong)room;
        }
        catch (Exception e) when (e is IOException or RepositoryException or InvalidDataException)
        {
            return false; // The first failure is the one to report.
        }
    }
}
