using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;

namespace Holdfast.Tests.Restic;

/// <summary>A backend that dies after some steps, lists less than it has, or is meddled with between two deletions.</summary>
internal sealed class TamperedBackend(IBackend inner) : IBackend
{
    private int _steps;

    /// <summary>Saves and deletions that still succeed, locks apart; after them nothing does, as for a program that was killed.</summary>
    internal int StepsLeft { get; set; } = int.MaxValue;

    /// <summary>What was deleted, locks apart, in order.</summary>
    internal ConcurrentQueue<FileName> Removed { get; } = [];

    /// <summary>Files that are there and not listed.</summary>
    internal Func<FileName, bool> IsHidden { get; set; } = static _ => false;

    /// <summary>Files that cannot be deleted.</summary>
    internal Func<FileName, bool> IsStuck { get; set; } = static _ => false;

    /// <summary>What somebody else does just after a file was deleted.</summary>
    internal Func<FileName, Task> AfterRemoval { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What somebody else does just before files are listed.</summary>
    internal Func<FileKind, Task> BeforeListing { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Files that claim to be this long.</summary>
    internal Func<FileName, long?> ClaimedSize { get; set; } = static _ => null;

    public string Location => inner.Location;

    private bool IsDead => _steps > StepsLeft;

    public Task CreateAsync(CancellationToken ct) => inner.CreateAsync(ct);

    public async Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        Step(file);
        await inner.SaveAsync(file, content, ct);
    }

    public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        RefuseDead();
        return inner.LoadAsync(file, offset, buffer, ct);
    }

    public async Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct)
    {
        RefuseDead();
        await BeforeListing(kind);
        return [.. (await inner.ListAsync(kind, ct)).Where(f => !IsHidden(f.File))];
    }

    public async Task<long?> SizeAsync(FileName file, CancellationToken ct)
    {
        RefuseDead();
        return ClaimedSize(file) ?? await inner.SizeAsync(file, ct);
    }

    public async Task RemoveAsync(FileName file, CancellationToken ct)
    {
        Step(file);
        if (IsStuck(file))
        {
            throw new RepositoryException(RepositoryFault.Storage, $"cannot remove {file}: it is stuck", isTransient: true);
        }

        await inner.RemoveAsync(file, ct);
        if (file.Kind != FileKind.Lock)
        {
            Removed.Enqueue(file);
            await AfterRemoval(file);
        }
    }

    private void Step(FileName file)
    {
        if (file.Kind != FileKind.Lock)
        {
            Interlocked.Increment(ref _steps);
        }

        RefuseDead();
    }

    private void RefuseDead()
    {
        if (IsDead)
        {
            throw new RepositoryException(RepositoryFault.Storage, "the program is dead");
        }
    }
}
