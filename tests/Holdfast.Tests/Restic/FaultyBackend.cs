using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;

namespace Holdfast.Tests.Restic;

/// <summary>A backend whose saves fail from the n-th on, as a full disk does, and which counts them.</summary>
internal sealed class FaultyBackend(IBackend inner) : IBackend
{
    private int _saves;

    /// <summary>Saves that still succeed.</summary>
    internal int GoodSaves { get; set; } = int.MaxValue;

    internal int Saves => _saves;

    /// <summary>What somebody else does at the very moment that we save a file.</summary>
    internal Func<FileName, Task> Meanwhile { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What somebody else does just after we listed.</summary>
    internal Func<FileKind, Task> Listed { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Told of each part of a file before it is read; what it throws is the failure.</summary>
    internal Func<FileName, long, int, Task> OnLoad { get; set; } = static (_, _, _) => Task.CompletedTask;

    public string Location => inner.Location;

    public Task CreateAsync(CancellationToken ct) => inner.CreateAsync(ct);

    public async Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await Meanwhile(file);
        if (Interlocked.Increment(ref _saves) > GoodSaves)
        {
            throw new RepositoryException(RepositoryFault.Storage, $"cannot write {file}: the disk is full", isTransient: true);
        }

        await inner.SaveAsync(file, content, ct);
    }

    public async Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        await OnLoad(file, offset, buffer.Length);
        await inner.LoadAsync(file, offset, buffer, ct);
    }

    public async Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct)
    {
        var files = await inner.ListAsync(kind, ct);
        await Listed(kind);
        return files;
    }

    public Task<long?> SizeAsync(FileName file, CancellationToken ct) => inner.SizeAsync(file, ct);

    public Task RemoveAsync(FileName file, CancellationToken ct) => inner.RemoveAsync(file, ct);
}
