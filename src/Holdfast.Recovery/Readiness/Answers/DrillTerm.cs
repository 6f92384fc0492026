using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>For how long a drill shows something.</summary>
public sealed class DrillTerm(Plan plan)
{
    /// <summary>Where the tier says nothing: the year that regulations ask for.</summary>
    private static readonly CalendarSpan Yearly = new(12, 0);

    private readonly Dictionary<string, CalendarSpan?> _every = plan.Tiers.ToDictionary(t => t.Name, t => t.DrillEvery);

    /// <returns>The last day, in UTC, on which the trial is not too old.</returns>
    public DateOnly LastDayOf(ProtectedSystem system, Trial trial) =>
        ((system.Tier is { } tier ? _every.GetValueOrDefault(tier) : null) ?? Yearly).From(DateOnly.FromDateTime(trial.At.UtcDateTime));
}
