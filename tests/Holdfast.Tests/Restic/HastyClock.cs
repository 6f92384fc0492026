namespace Holdfast.Tests.Restic;

/// <summary>
/// A clock that never waits: short delays (locks settling, retries) are over at once, and time moves by them; longer ones fire when the test
/// moves the clock past them.
/// </summary>
internal sealed class HastyClock(DateTimeOffset start) : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly List<WaitingTimer> _waiting = [];
    private DateTimeOffset _now = start;

    public HastyClock()
        : this(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WaitingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Advance(TimeSpan by)
    {
        List<WaitingTimer> due;
        lock (_gate)
        {
            _now += by;
            due = _waiting.FindAll(t => t.Due <= _now);
            _waiting.RemoveAll(due.Contains);
        }

        due.ForEach(t => t.Fire());
    }

    private sealed class WaitingTimer(HastyClock clock, TimerCallback callback, object? state) : ITimer
    {
        internal DateTimeOffset Due { get; private set; }

        internal void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            lock (clock._gate)
            {
                if (dueTime <= Short)
                {
                    clock._now += dueTime;
                    _ = Task.Run(Fire);
                }
                else
                {
                    Due = clock._now + dueTime;
                    clock._waiting.Add(this);
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._waiting.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
