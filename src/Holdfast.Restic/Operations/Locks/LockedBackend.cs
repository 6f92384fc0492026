using System.Collections.Concurrent;
using Holdfast.Restic.Backends;

namespace Holdfast.Restic.Operations.Locks;

/// <summary>
/// Stores and removes nothing once a lock that is held here is lost. Work under a lock is told by its token too, but a machine that
/// slept goes on in the middle of a line, and the next line may be the one that removes what somebody else relies on by now.
/// </summary>
internal sealed class LockedBackend(IBackend inner) : IBackend, IAsyncDisposable
{
    private readonly ConcurrentDictionary<RepositoryLock, bool> _held = [];

    public string Location => inner.Location;

    internal void Hold(RepositoryLock held) => _held.TryAdd(held, true);

    internal void Release(RepositoryLock held) => _held.TryRemove(held, out _);

    public Task CreateAsync(CancellationToken ct) => inner.CreateAsync(ct);

    public async Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await RequireLocksAsync(file);
        await inner.SaveAsync(file, content, ct);
    }

    public async Task RemoveAsync(FileName file, CancellationToken ct)
    {
        await RequireLocksAsync(file);
        await inner.RemoveAsync(file, ct);
    }

    public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) => inner.LoadAsync(file, offset, buffer, ct);

    public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) => inner.ListAsync(kind, ct);

    public Task<long?> SizeAsync(FileName file, CancellationToken ct) => inner.SizeAsync(file, ct);

    public ValueTask DisposeAsync() => (inner as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task RequireLocksAsync(FileName file)
    {
        // Locks themselves come and go by their own rules.
        foreach (var held in file.Kind == FileKind.Lock ? [] : _held.Keys)
        {
            await held.RequireAsync();
        }
    }
}
