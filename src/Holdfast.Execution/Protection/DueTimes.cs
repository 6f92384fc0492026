using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.Protection;

/// <summary>
/// When the next copy of each system is due. Time is what passed by the monotonic clock; where more passed by the date, as after a sleep of
/// the machine, that counts too. A date that leaps back changes nothing, one that leaps ahead brings one copy early.
/// </summary>
internal sealed class DueTimes(TimeProvider clock, IReadOnlyCollection<ProtectedSystem> systems)
{
    /// <summary>Less is the machine's own business.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (DateTimeOffset Date, long Stamp)> _began = [];

    public int Count => systems.Count;

    /// <summary>The system whose copy is due first, and how long until then.</summary>
    public (ProtectedSystem System, TimeSpan Wait) Next() => systems.Select(s => (System: s, Wait: Left(s))).MinBy(s => s.Wait);

    /// <summary>Less than nothing: it is overdue. One that was never begun comes before all others.</summary>
    public TimeSpan Left(ProtectedSystem system)
    {
        if (!_began.TryGetValue(system.Name, out var began))
        {
            return TimeSpan.MinValue;
        }

        var passed = clock.GetElapsedTime(began.Stamp);
        var byDate = clock.GetUtcNow() - began.Date;
        return system.Protection!.Every - (byDate > passed ? byDate : passed); // Only protected systems are chosen.
    }

    /// <summary>How much later than the plan asks a copy that is due begins: by how much its schedule is overrun. Null: in time, or it is the first.</summary>
    public TimeSpan? LateBy(ProtectedSystem system) =>
        _began.TryGetValue(system.Name, out var began) && clock.GetElapsedTime(began.Stamp) - system.Protection!.Every is var late && late > Slack && late > system.Protection.Every / 2
            ? late
            : null;

    public void Begin(ProtectedSystem system) => _began[system.Name] = (clock.GetUtcNow(), clock.GetTimestamp());
}
