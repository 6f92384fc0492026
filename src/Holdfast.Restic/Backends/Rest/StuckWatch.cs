namespace Holdfast.Restic.Backends.Rest;

/// <summary>Cancels a request that shows no sign of life for too long, as far as that is not what its caller does.</summary>
internal sealed class StuckWatch : IDisposable
{
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _after;

    internal StuckWatch(TimeSpan after, TimeProvider clock, CancellationToken ct)
    {
        _after = after;
        _late = new(after, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(ct, _late.Token);
    }

    internal CancellationToken Token => _either.Token;

    internal bool IsStuck => _late.IsCancellationRequested;

    /// <summary>Something moved: the time begins anew.</summary>
    internal void Moved() => _late.CancelAfter(_after);

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
