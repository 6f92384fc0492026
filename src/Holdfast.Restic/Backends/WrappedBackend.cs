namespace Holdfast.Restic.Backends;

/// <summary>A backend that passes everything on to another: what a wrapper does otherwise, it says. Owns the other.</summary>
internal abstract class WrappedBackend(IBackend inner) : IBackend, IAsyncDisposable
{
    public string Location => inner.Location;

    protected IBackend Inner => inner;

    public virtual void Opened(string repositoryId) => inner.Opened(repositoryId);

    public virtual void Distrust(FileName file) => inner.Distrust(file);

    public virtual Task CreateAsync(CancellationToken ct) => inner.CreateAsync(ct);

    public virtual Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => inner.SaveAsync(file, content, ct);

    public virtual Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) => inner.LoadAsync(file, offset, buffer, ct);

    public virtual Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) => inner.ListAsync(kind, ct);

    public virtual Task<long?> SizeAsync(FileName file, CancellationToken ct) => inner.SizeAsync(file, ct);

    public virtual Task RemoveAsync(FileName file, CancellationToken ct) => inner.RemoveAsync(file, ct);

    public virtual ValueTask DisposeAsync() => (inner as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask;
}
