namespace Holdfast.Tests.Execution.Executors;

/// <summary>A machine whose date and whose monotonic clock go where the test says.</summary>
internal sealed class LeapingClock : TimeProvider
{
    public DateTimeOffset Date { get; set; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public TimeSpan Passed { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Date;

    public override long GetTimestamp() => Passed.Ticks;

    /// <summary>Time passes; the date with it, and then leaps.</summary>
    public void Pass(TimeSpan by, TimeSpan leap = default)
    {
        Passed += by;
        Date += by + leap;
    }
}
