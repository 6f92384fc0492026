using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Locks;

/// <summary>
/// Our lock file in the repository, kept fresh while we work and removed at the end. Readers and writers of data share;
/// whoever deletes is alone. When it cannot be kept, <see cref="Lost"/> is cancelled: others may take us for dead, so the work must end.
/// </summary>
internal sealed class RepositoryLock : HeldLock, IAsyncDisposable
{
    // Two who lock at the same moment both see each other after this, for a store takes that long at the most to list what was saved.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(5), LostAfter = TimeSpan.FromMinutes(22.5);

    // Timers stand still while a machine sleeps, so one of five minutes may fire five minutes after it woke.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    // No one who was kept out by our lock gets far in this time, and asking before each of thousands of deletions would double their number.
    private static readonly TimeSpan ConfirmedFor = TimeSpan.FromSeconds(1);

    // As restic: whoever ended the work does not wait for a server that is gone.
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromMinutes(1);

    private readonly OpenRepository _repository;
    private readonly bool _exclusive;
    private readonly CancellationTokenSource _end = new(), _lost;
    private readonly SemaphoreSlim _renewing = new(1);
    private readonly List<FileName> _superseded = [];
    private FileName _file;
    private long _freshSince;
    private DateTimeOffset _freshAt;
    private volatile bool _isLost;
    private Task _refreshing = Task.CompletedTask;
    private long _confirmed;

    private RepositoryLock(OpenRepository repository, bool exclusive, FileName file, (long Since, DateTimeOffset At) fresh, CancellationToken ct)
    {
        (_repository, _exclusive, _file) = (repository, exclusive, file);
        (_freshSince, _freshAt) = fresh;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _confirmed = repository.Clock.GetTimestamp();
    }

    /// <summary>Cancelled with the caller's own token, and when the lock is lost. All work under the lock takes this token.</summary>
    internal CancellationToken Lost => _lost.Token;

    /// <summary>Works under a lock. The work gets the token that dies with it.</summary>
    /// <exception cref="RepositoryException">Locked: by someone else before the work began, or lost while it went on.</exception>
    internal static Task<T> HoldAsync<T>(
        OpenRepository repository, bool exclusive, TimeSpan patience, Func<CancellationToken, Task<T>> work, CancellationToken ct, bool pastUnreadable = false) =>
        HoldAsync(repository, exclusive, patience, held => work(held.Lost), ct, pastUnreadable);

    /// <summary>The same for work that deletes, and so confirms the lock before each step that cannot be taken back.</summary>
    internal static async Task<T> HoldAsync<T>(
        OpenRepository repository, bool exclusive, TimeSpan patience, Func<RepositoryLock, Task<T>> work, CancellationToken ct, bool pastUnreadable = false)
    {
        await using var held = await AcquireAsync(repository, exclusive, patience, ct, pastUnreadable);
        try
        {
            return await work(held);
        }
        catch (OperationCanceledException e) when (held.Lost.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw held.LostError(e);
        }
    }

    /// <param name="patience">How long to wait for others to finish; zero: not at all.</param>
    /// <param name="pastUnreadable">Go on beside locks that cannot be read, and wait for none: for whoever must not lose time to what is most likely rubbish.</param>
    /// <exception cref="RepositoryException">Locked, naming who holds it.</exception>
    internal static async Task<RepositoryLock> AcquireAsync(
        OpenRepository repository, bool exclusive, TimeSpan patience, CancellationToken ct, bool pastUnreadable = false)
    {
        var begun = repository.Clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await TryAcquireAsync(repository, exclusive, pastUnreadable, ct);
            }
            catch (RepositoryException e) when (e is { Fault: RepositoryFault.Locked, IsTransient: true } && repository.Clock.GetElapsedTime(begun) < patience)
            {
                await Task.Delay(RetryEvery, repository.Clock, ct);
            }
        }
    }

    /// <summary>Makes sure that our lock is still there: someone may have removed it while we work.</summary>
    /// <exception cref="RepositoryException">Locked: it is gone, and nothing may be deleted any more.</exception>
    internal async Task ConfirmAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_repository.Clock.GetElapsedTime(Interlocked.Read(ref _confirmed)) >= ConfirmedFor)
        {
            await LookAsync(ct);
        }
    }

    /// <summary>The same, however short a time ago it was seen.</summary>
    internal override async Task LookAsync(CancellationToken ct)
    {
        var now = _repository.Clock.GetTimestamp();
        for (var file = _file; await _repository.Backend.SizeAsync(file, ct) is null; file = _file)
        {
            // While we looked it may have been replaced by a fresher one.
            if (file == _file)
            {
                await LoseAsync();
                throw LostError(null);
            }
        }

        Interlocked.Exchange(ref _confirmed, now);
    }

    /// <summary>Locks that are there, but for those that vanish while we look. Null: it cannot be read.</summary>
    internal static async Task<List<(FileName File, LockFile? Lock)>> ListAsync(OpenRepository repository, CancellationToken ct)
    {
        List<(FileName, LockFile?)> locks = [];
        HashSet<FileName> vanished = [];
        foreach (var (file, size) in await repository.Backend.ListAsync(FileKind.Lock, ct))
        {
            if (size == 0)
            {
                // restic: a lock that a full disk left empty. No one holds it.
                continue;
            }

            try
            {
                var json = await UnpackedFile.LoadAsync(repository.Backend, repository.Key, file, ct);
                locks.Add((file, LockFile.Decode(json, file.Path)));
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.NotFound)
            {
                vanished.Add(file);
            }
            catch (RepositoryException e) when (e.IsUnreadable)
            {
                locks.Add((file, null));
            }
        }

        if (vanished.Count > 0)
        {
            // Released since the listing, unless it is listed still: some servers say "not there" whatever went wrong.
            var listed = await repository.Backend.ListAsync(FileKind.Lock, ct);
            locks.AddRange(listed.Select(l => l.File).Where(vanished.Contains).Select(f => (f, (LockFile?)null)));
        }

        return locks;
    }

    /// <summary>Before anything is stored or removed under it: a lock that others may take for stale is looked after first.</summary>
    /// <exception cref="OperationCanceledException">It is lost.</exception>
    internal override async Task RequireAsync()
    {
        if (Age > LostAfter)
        {
            await RenewAsync();
        }

        // Not when only the caller gave up: who clears up then may do so.
        if (_isLost)
        {
            throw new OperationCanceledException(_lost.Token);
        }
    }

    /// <summary>Removes a file of the repository, when our lock is still there.</summary>
    internal async Task RemoveAsync(FileName file, CancellationToken ct)
    {
        await ConfirmAsync(ct);
        await _repository.Backend.RemoveAsync(file, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _repository.Guard.Release(this);
        foreach (var file in _superseded.Append(_file))
        {
            await TryRemoveAsync(_repository, file);
        }

        _end.Dispose();
        _lost.Dispose();
        _renewing.Dispose();
    }

    // The wall clock too: it goes on while a machine sleeps, and the others' clocks did as well.
    private TimeSpan Age
    {
        get
        {
            var (elapsed, wall) = (_repository.Clock.GetElapsedTime(_freshSince), _repository.Clock.GetUtcNow() - _freshAt);
            return elapsed > wall ? elapsed : wall;
        }
    }

    private RepositoryException LostError(Exception? inner) => new(
        RepositoryFault.Locked,
        $"the lock on the repository in {_repository.Backend.Location} was lost while working: this machine slept, or somebody removed it",
        "run it again; nothing that was there before is harmed",
        inner,
        isTransient: true);

    private static async Task<RepositoryLock> TryAcquireAsync(OpenRepository repository, bool exclusive, bool pastUnreadable, CancellationToken ct)
    {
        await RefuseConflictAsync(repository, exclusive, ours: null, pastUnreadable, ct);

        // The file's age counts, as others read it: storing it may have taken many tries.
        var fresh = (repository.Clock.GetTimestamp(), repository.Clock.GetUtcNow());
        var file = await SaveFirstAsync(repository, exclusive, ct);
        try
        {
            await Task.Delay(SettleTime, repository.Clock, ct);
            await RefuseConflictAsync(repository, exclusive, file, pastUnreadable, ct);
        }
        catch // Whatever it was goes on to the caller; a lock that no one holds must not stay.
        {
            await TryRemoveAsync(repository, file);
            throw;
        }

        var held = new RepositoryLock(repository, exclusive, file, fresh, ct);
        repository.Guard.Hold(held);
        held._refreshing = held.RefreshAsync();
        return held;
    }

    private static async Task RefuseConflictAsync(OpenRepository repository, bool exclusive, FileName? ours, bool pastUnreadable, CancellationToken ct)
    {
        var others = await ListAsync(repository, ct);
        for (var attempt = 0; attempt < 4 && !pastUnreadable && Unreadable().Any() && !UnreadableLocks.AreKnown(repository, Unreadable()); attempt++)
        {
            // Someone may be writing it just now.
            await Task.Delay(RetryEvery, repository.Clock, ct);
            others = await ListAsync(repository, ct);
        }

        if (!pastUnreadable && Unreadable().Any())
        {
            UnreadableLocks.Remember(repository, Unreadable());
            throw UnreadableLocks.Error(repository, Unreadable().First());
        }

        foreach (var (_, other) in others.Where(o => o.File != ours && o.Lock is not null))
        {
            if (exclusive || other!.IsExclusive)
            {
                throw HeldError(repository, other!);
            }
        }

        IEnumerable<FileName> Unreadable() => others.Where(o => o.File != ours && o.Lock is null).Select(o => o.File);
    }

    internal static RepositoryException HeldError(OpenRepository repository, LockFile other)
    {
        var stale = other.IsStale(repository.Clock.GetUtcNow());
        return new RepositoryException(
            RepositoryFault.Locked,
            $"repository is already locked {other}{(stale ? ", who is gone" : "")}, in {repository.Backend.Location}",
            stale
                ? "\"holdfast repo unlock\" removes locks of those who are gone"
                : "wait until they have finished, or try with --retry-lock",
            isTransient: true);
    }

    private static async Task<FileName> SaveFirstAsync(OpenRepository repository, bool exclusive, CancellationToken ct)
    {
        try
        {
            return await SaveAsync(repository, exclusive, ct);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.Storage)
        {
            throw new RepositoryException(
                e.Fault, $"the repository cannot be locked: {e.Message}",
                e.Hint ?? "where it can only be read, restore and check with --no-lock", e, e.IsTransient);
        }
    }

    private static async Task<FileName> SaveAsync(OpenRepository repository, bool exclusive, CancellationToken ct)
    {
        var json = LockFile.Ours(exclusive, repository.Clock.GetUtcNow()).Encode();
        var (file, content) = UnpackedFile.Named(repository.Key, FileKind.Lock, json, repository.Config.Version);
        try
        {
            await repository.Backend.SaveAsync(file, content, ct);
            return file;
        }
        catch // It may be there all the same, and no one would ever remove it. What went wrong goes on to the caller.
        {
            await TryRemoveAsync(repository, file);
            throw;
        }
    }

    private static async Task<bool> TryRemoveAsync(OpenRepository repository, FileName file)
    {
        using var late = new CancellationTokenSource(ReleasePatience, repository.Clock);
        try
        {
            // Also after the caller gave up: a lock left behind keeps others out for half an hour.
            await repository.Backend.RemoveAsync(file, late.Token);
            return true;
        }
        catch (Exception e) when (e is RepositoryException or OperationCanceledException)
        {
            // The work has its own result; a lock that stays is stale in 30 minutes and "unlock" removes it.
            return false;
        }
    }

    private async Task RefreshAsync()
    {
        while (true)
        {
            await Task.Delay(LookEvery, _repository.Clock, _end.Token);
            if (Age >= RefreshEvery)
            {
                await RenewAsync();
            }
        }
    }

    private Task LoseAsync()
    {
        _isLost = true;
        return _lost.CancelAsync();
    }

    private async Task<bool> LoseIfGoneAsync()
    {
        if (await _repository.Backend.SizeAsync(_file, CancellationToken.None) is not null)
        {
            return false;
        }

        await LoseAsync();
        return true;
    }

    // A new lock file and then away with the old one, so that at no moment there is none.
    private async Task RenewAsync()
    {
        await _renewing.WaitAsync(CancellationToken.None);
        try
        {
            if (Age >= RefreshEvery && !_isLost)
            {
                await ReplaceFileAsync();
            }
        }
        catch (Exception) when (Age < LostAfter)
        {
            // Whatever it was, there are more turns before anybody takes the lock for stale.
        }
        catch (Exception) // Whatever it was, no one knows any more that we are here.
        {
            await LoseAsync();
        }
        finally
        {
            _renewing.Release();
        }
    }

    private async Task ReplaceFileAsync()
    {
        // Cut off in the middle, a file would stay that no one knows of: so no token ends this. A lock that someone removed is not made
        // again: who removed it may have deleted by now what we rely on.
        if (await LoseIfGoneAsync())
        {
            return;
        }

        var (since, at) = (_repository.Clock.GetTimestamp(), _repository.Clock.GetUtcNow());
        var file = await SaveAsync(_repository, _exclusive, CancellationToken.None);
        _superseded.Add(file);
        if (await LoseIfGoneAsync())
        {
            // It was removed before the new one was there, so for a moment there was none.
            return;
        }

        _superseded.Remove(file);
        _superseded.Add(_file);
        (_file, _freshSince, _freshAt) = (file, since, at);
        foreach (var old in _superseded.ToList())
        {
            if (await TryRemoveAsync(_repository, old))
            {
                _superseded.Remove(old);
            }
        }
    }
}
