using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Protection;

/// <summary>
/// When the next copy of each system is due. Where copies follow each other, time is what passed by the monotonic clock; where more passed by the date, as
/// after a sleep of the machine, that counts too. A date that leaps back changes nothing, one that leaps ahead brings one copy early. Where the plan names
/// times of the day the date counts, and what passed by the monotonic clock only where the date was set back. However many of those times were slept
/// through, one copy catches up with them.
/// </summary>
/// <param name="last">When the last copy of a system was begun that was to be taken into each of its repositories, before this began; null: there is none.</param>
internal sealed class DueTimes(TimeProvider clock, Plan plan, IReadOnlyCollection<ProtectedSystem> systems, Func<ProtectedSystem, DateTimeOffset?> last)
{
    /// <summary>Less is the machine's own business.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    /// <summary>How far the monotonic clock may run ahead of the date, which is corrected all the time, before the date is not believed.</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromHours(1);

    private readonly Dictionary<string, TimesOfDay?> _times = systems.ToDictionary(s => s.Name, s => CopyTimes.Of(plan, s));
    private readonly Dictionary<string, Beginning> _began = Restored(clock, systems, last);

    public int Count => systems.Count;

    /// <summary>The system whose copy is due first, and how long until then.</summary>
    public (ProtectedSystem System, TimeSpan Wait) Next() => systems.Select(s => (System: s, Wait: Left(s))).MinBy(s => s.Wait);

    /// <summary>Less than nothing: it is overdue. One that was never begun comes before all others.</summary>
    public TimeSpan Left(ProtectedSystem system)
    {
        var now = clock.GetUtcNow();
        var left = _began.TryGetValue(system.Name, out var began) ? Left(system, began, now) : TimeSpan.MinValue;
        return system.Protection!.NotBetween?.EndAt(left > TimeSpan.Zero ? now + left : now) is { } end ? end - now : left; // Only protected systems are chosen.
    }

    /// <summary>How much later than the plan asks a copy that is due begins: by how much its schedule is overrun. Null: in time, or it is the first.</summary>
    public TimeSpan? LateBy(ProtectedSystem system) =>
        _began.TryGetValue(system.Name, out var began) && began.IsOurs
            && clock.GetElapsedTime(began.Stamp) - Asked(system, began) is var late && late > Slack && late > system.Protection!.Every / 2
            ? late
            : null;

    public void Begin(ProtectedSystem system) => _began[system.Name] = new(clock.GetUtcNow(), clock.GetTimestamp(), IsOurs: true);

    private TimeSpan Left(ProtectedSystem system, Beginning began, DateTimeOffset now)
    {
        var (asked, passed, byDate) = (Asked(system, began), clock.GetElapsedTime(began.Stamp), now - began.Date);
        if (_times[system.Name] is not null)
        {
            passed -= Drift; // A clock that is a moment ahead of the date would have the same time of the day come twice.
        }

        return asked - (byDate > passed ? byDate : passed);
    }

    /// <summary>How long after that the next is to begin.</summary>
    private TimeSpan Asked(ProtectedSystem system, Beginning began) => CopyTimes.Next(system.Protection!, _times[system.Name], began.Date) - began.Date;

    /// <summary>
    /// A machine that starts at noon does not take the copy of the night once more. Where copies follow each other it takes one at once: how long it was off
    /// is nobody's choice.
    /// </summary>
    private static Dictionary<string, Beginning> Restored(TimeProvider clock, IEnumerable<ProtectedSystem> systems, Func<ProtectedSystem, DateTimeOffset?> last)
    {
        var now = clock.GetUtcNow();
        return systems
            .Select(s => (s.Name, At: s.Protection!.At is null ? null : last(s)))
            .Where(s => s.At is { } at && !ClockSkew.IsAhead(at, now)) // One that is dated ahead is of a clock that was wrong.
            .ToDictionary(s => s.Name, s => new Beginning(s.At!.Value, clock.GetTimestamp() - (long)((now - s.At.Value).TotalSeconds * clock.TimestampFrequency), IsOurs: false));
    }

    /// <param name="IsOurs">Whether it was in this process's time: a machine that was off since overran nothing.</param>
    private readonly record struct Beginning(DateTimeOffset Date, long Stamp, bool IsOurs);
}
