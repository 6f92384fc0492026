using System.Diagnostics;

namespace Holdfast.Tests.Execution.Executors;

/// <summary>A clock on which an hour takes a few seconds: waits pass, and what is to last long still lasts.</summary>
internal sealed class RushingClock(int times) : TimeProvider
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private readonly DateTimeOffset _from = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly long _began = Stopwatch.GetTimestamp();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _from + TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => Stopwatch.GetElapsedTime(_began).Ticks * times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Rush(dueTime), Rush(period));

    private TimeSpan Rush(TimeSpan time) => time <= TimeSpan.Zero ? time : time / times is var rushed && rushed > Shortest ? rushed : Shortest;
}
