using Holdfast.Execution.Contexts;

namespace Holdfast.Execution.Alerts;

/// <summary>Looks and tells again and again, beside whatever takes copies.</summary>
/// <param name="round">Looks, and tells what is new.</param>
/// <param name="retry">Sends what waits.</param>
public sealed class AlertWatch(TimeProvider clock, Func<CancellationToken, Task> round, Func<CancellationToken, Task> retry)
{
    /// <summary>The first copies after a start come first.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>No wait is longer, so that a machine that slept looks soon, and what waits is tried again.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    /// <summary>Of the time that a look takes so much passes at least until the next: looking at thousands of systems must not become all that a machine does.</summary>
    private const int Rest = 20;

    private volatile TaskCompletionSource _soon = NewSoon();

    /// <summary>After a look that took so long, the next one has been made within this, unless something hangs.</summary>
    public static TimeSpan LatestAfter(TimeSpan took) => (3 * Every) + ((Rest + 5) * took);

    /// <summary>Something just failed: the next look comes at once.</summary>
    public void Hurry() => _soon.TrySetResult();

    /// <summary>Until it is interrupted.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(First, clock, cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _soon = NewSoon();
            var began = clock.GetTimestamp();
            await round(cancellationToken);
            var (rest, passed) = (clock.GetElapsedTime(began) * Rest, new PassedTime(clock));
            while (passed.Value < rest)
            {
                await WaitAsync(Task.Delay(Shorter(rest - passed.Value), clock, cancellationToken), cancellationToken); // Whatever fails meanwhile.
            }

            while (!_soon.Task.IsCompleted && passed.Value < Every)
            {
                await WaitAsync(_soon.Task, cancellationToken);
            }
        }
    }

    /// <summary>For that or for a minute; then what waits is sent.</summary>
    private async Task WaitAsync(Task until, CancellationToken cancellationToken)
    {
        try
        {
            await until.WaitAsync(Retry, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing came.
        }

        await retry(cancellationToken);
    }

    private static TimeSpan Shorter(TimeSpan wait) => wait < Retry ? wait : Retry;

    private static TaskCompletionSource NewSoon() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
