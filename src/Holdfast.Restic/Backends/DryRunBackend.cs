namespace Holdfast.Restic.Backends;

/// <summary>A store that is read and never changed: what is saved or removed is forgotten at once, as if it had been done.</summary>
internal sealed class DryRunBackend(IBackend inner) : IBackend
{
    public string Location => inner.Location;

    public Task CreateAsync(CancellationToken ct) => Task.CompletedTask;

    public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => Task.CompletedTask;

    public Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) => inner.LoadAsync(file, offset, buffer, ct);

    public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) => inner.ListAsync(kind, ct);

    public Task<long?> SizeAsync(FileName file, CancellationToken ct) => inner.SizeAsync(file, ct);

    public Task RemoveAsync(FileName file, CancellationToken ct) => Task.CompletedTask;
}
