namespace Holdfast.Execution.Alerts;

/// <summary>Looks and tells again and again, beside whatever takes copies.</summary>
/// <param name="round">Looks, and tells what is new.</param>
/// <param name="retry">Sends what waits.</param>
public sealed class AlertWatch(TimeProvider clock, Func<CancellationToken, Task> round, Func<CancellationToken, Task> retry) : IDisposable
{
    /// <summary>The first copies after a start come first.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    /// <summary>Of the time that a look takes so much passes at least until the next: looking at thousands of systems must not become all that a machine does.</summary>
    private const int Rest = 20;

    private readonly SemaphoreSlim _soon = new(0, 1);

    /// <summary>Something just failed: the next look comes within a minute.</summary>
    public void Hurry()
    {
        try
        {
            _soon.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody said so already.
        }
    }

    /// <summary>Until it is interrupted.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(First, clock, cancellationToken);
        while (true)
        {
            var began = clock.GetTimestamp();
            await round(cancellationToken);
            var rest = clock.GetElapsedTime(began) * Rest;
            await WaitAsync(rest > Every ? rest : Every, cancellationToken);
        }
    }

    /// <summary>In short waits, so that a machine that slept looks soon.</summary>
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var (stamp, date) = (clock.GetTimestamp(), clock.GetUtcNow());
        while (clock.GetElapsedTime(stamp) < wait && clock.GetUtcNow() - date < wait)
        {
            if (await SoonAsync(cancellationToken))
            {
                return;
            }

            await retry(cancellationToken);
        }
    }

    private async Task<bool> SoonAsync(CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var soon = _soon.WaitAsync(waiting.Token);
        var ended = await Task.WhenAny(soon, Task.Delay(Retry, clock, waiting.Token));
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return ended == soon || await soon.ContinueWith(static s => s.IsCompletedSuccessfully, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public void Dispose() => _soon.Dispose();
}
