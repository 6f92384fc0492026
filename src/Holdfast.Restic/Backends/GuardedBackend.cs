using System.Collections.Concurrent;

namespace Holdfast.Restic.Backends;

/// <summary>
/// Stores and removes nothing once a lock that is held here is lost. Work under a lock is told by its token too, but a machine that
/// slept goes on in the middle of a line, and the next line may be the one that removes what someone else relies on by now.
/// </summary>
internal sealed class GuardedBackend(IBackend inner) : WrappedBackend(inner)
{
    private readonly ConcurrentDictionary<HeldLock, bool> _held = [];

    internal void Hold(HeldLock held) => _held.TryAdd(held, true);

    internal void Release(HeldLock held) => _held.TryRemove(held, out _);

    public override async Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await RequireLocksAsync(file);
        foreach (var held in file.Kind is FileKind.Index or FileKind.Snapshot ? _held.Keys : [])
        {
            // They refer to what was stored under the lock before. Had it been removed, someone may have deleted that as no one's.
            await held.LookAsync(ct);
        }

        await Inner.SaveAsync(file, content, ct);
    }

    public override async Task RemoveAsync(FileName file, CancellationToken ct)
    {
        await RequireLocksAsync(file);
        await Inner.RemoveAsync(file, ct);
    }

    private async Task RequireLocksAsync(FileName file)
    {
        // Locks themselves come and go by their own rules.
        foreach (var held in file.Kind == FileKind.Lock ? [] : _held.Keys)
        {
            await held.RequireAsync();
        }
    }
}

/// <summary>A lock as the guard needs it.</summary>
internal abstract class HeldLock
{
    /// <summary>Looks whether the lock's file is still there.</summary>
    internal abstract Task LookAsync(CancellationToken ct);

    /// <exception cref="OperationCanceledException">The lock is lost.</exception>
    internal abstract Task RequireAsync();
}
