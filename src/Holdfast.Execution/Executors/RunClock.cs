namespace Holdfast.Execution.Executors;

/// <summary>
/// The clock of one run: it begins with the machine's date and goes on with its monotonic clock, so that a step of eight seconds takes
/// eight seconds although someone sets the date meanwhile. How far the date went its own way is known, too.
/// </summary>
public sealed class RunClock : TimeProvider
{
    private static readonly TimeSpan LeastParting = TimeSpan.FromSeconds(2);
    private const double Share = 0.01;

    private readonly TimeProvider _machine;
    private readonly long _began;
    private readonly Lock _alone = new();
    private DateTimeOffset _from;
    private TimeSpan _parting;

    private RunClock(TimeProvider machine)
    {
        _machine = machine;
        _began = machine.GetTimestamp();
        _from = machine.GetUtcNow();
    }

    public static RunClock Begin(TimeProvider machine) => new(machine);

    /// <summary>
    /// How far the date went away from the time that passed, forward or back; null: they agree. A run in which they part is carried out all
    /// the same, and its durations count for no figure.
    /// </summary>
    public TimeSpan? Parting
    {
        get
        {
            GetUtcNow();
            lock (_alone)
            {
                return _parting == TimeSpan.Zero ? null : _parting;
            }
        }
    }

    public override TimeZoneInfo LocalTimeZone => _machine.LocalTimeZone;

    public override long TimestampFrequency => _machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_alone)
        {
            var passed = _machine.GetElapsedTime(_began);
            var now = _from + passed;
            var parting = _machine.GetUtcNow() - now;
            if (parting.Duration() > LeastParting && parting.Duration() > passed * Share && parting.Duration() > _parting.Duration())
            {
                _parting = parting;
            }

            return now;
        }
    }

    /// <summary>Nothing that follows is dated before what is in the journal already.</summary>
    public void NotBefore(DateTimeOffset at)
    {
        lock (_alone)
        {
            var back = at - (_from + _machine.GetElapsedTime(_began));
            if (back > TimeSpan.Zero)
            {
                _from += back;
            }
        }
    }

    public override long GetTimestamp() => _machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _machine.CreateTimer(callback, state, dueTime, period);
}
