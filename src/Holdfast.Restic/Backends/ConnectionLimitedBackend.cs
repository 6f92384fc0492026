namespace Holdfast.Restic.Backends;

/// <summary>
/// Lets only so many calls through at a time; the others wait in turn. Calls about locks pass by: a lock that is refreshed too late behind large files is lost.
/// </summary>
internal sealed class ConnectionLimitedBackend(IBackend inner, int connections) : WrappedBackend(inner)
{
    private readonly SemaphoreSlim _slots = new(connections);

    public override Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) =>
        InTurnAsync(file.Kind, async () => { await Inner.SaveAsync(file, content, ct); return true; }, ct);

    public override Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct) =>
        InTurnAsync(file.Kind, async () => { await Inner.LoadAsync(file, offset, buffer, ct); return true; }, ct);

    public override Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) =>
        InTurnAsync(kind, () => Inner.ListAsync(kind, ct), ct);

    public override Task<long?> SizeAsync(FileName file, CancellationToken ct) => InTurnAsync(file.Kind, () => Inner.SizeAsync(file, ct), ct);

    public override Task RemoveAsync(FileName file, CancellationToken ct) =>
        InTurnAsync(file.Kind, async () => { await Inner.RemoveAsync(file, ct); return true; }, ct);

    private async Task<T> InTurnAsync<T>(FileKind kind, Func<Task<T>> call, CancellationToken ct)
    {
        if (kind == FileKind.Lock)
        {
            return await call();
        }

        await _slots.WaitAsync(ct);
        try
        {
            return await call();
        }
        finally
        {
            _slots.Release();
        }
    }
}
