namespace Holdfast.Restic.Backends;

/// <summary>
/// So many bytes a second on average and no more: whoever takes bytes waits until those before have been paid for. May be used by many at once.
/// </summary>
internal sealed class Pace
{
    /// <summary>Bytes that are best taken at once: small, so that a limited line stays usable for others in between.</summary>
    internal const int Piece = 32 << 10;

    internal static readonly Pace Unlimited = new(0, TimeProvider.System);

    private readonly long _bytesPerSecond;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private long _paidFrom = long.MinValue;

    private Pace(long bytesPerSecond, TimeProvider clock) => (_bytesPerSecond, _clock) = (bytesPerSecond, clock);

    internal bool IsLimited => _bytesPerSecond > 0;

    /// <param name="kibibytesPerSecond">Zero: no limit.</param>
    internal static Pace Of(int kibibytesPerSecond, TimeProvider clock) => kibibytesPerSecond == 0 ? Unlimited : new(1024L * kibibytesPerSecond, clock);

    internal ValueTask TakeAsync(int bytes, CancellationToken ct)
    {
        if (!IsLimited)
        {
            return ValueTask.CompletedTask;
        }

        TimeSpan wait;
        lock (_gate)
        {
            var now = _clock.GetTimestamp();
            _paidFrom = Math.Max(_paidFrom, now);
            wait = _clock.GetElapsedTime(now, _paidFrom);
            _paidFrom += (long)(bytes * (double)_clock.TimestampFrequency / _bytesPerSecond);
        }

        return wait <= TimeSpan.Zero ? ValueTask.CompletedTask : new(Task.Delay(wait, _clock, ct));
    }
}
