namespace Holdfast.Restic.Backends;

/// <summary>A store that is read and never changed: what is saved or removed is forgotten at once, as if it had been done.</summary>
internal sealed class DryRunBackend(IBackend inner) : WrappedBackend(inner)
{
    public override Task CreateAsync(CancellationToken ct) => Task.CompletedTask;

    public override Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => Task.CompletedTask;

    public override Task RemoveAsync(FileName file, CancellationToken ct) => Task.CompletedTask;
}
