using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Readiness;

/// <summary>When the next copy of each system comes that is taken at times of the day.</summary>
/// <param name="At">As far from UTC as the clocks of the plan's zone are then.</param>
/// <param name="Zone">Whose clocks those are.</param>
/// <param name="Missed">The last of the times that passed without a copy, so that one is to be caught up with; null: none.</param>
public sealed record NextCopy(string System, DateTimeOffset At, string Zone, DateTimeOffset? Missed)
{
    private const int MostShown = 6;

    /// <summary>The soonest first.</summary>
    public static ImmutableArray<NextCopy> Of(Plan plan, History history, DateTimeOffset now) =>
    [
        .. from system in plan.Systems
           from times in new[] { CopyTimes.Of(plan, system) }.OfType<TimesOfDay>()
           let last = history.CopiesOf(system.Name).Where(c => c.TakenAt <= now).Select(c => (DateTimeOffset?)c.TakenAt).Max()
           let due = times.Until(now)
           let next = CopyTimes.Next(system.Protection!, times, now)
           orderby next
           select new NextCopy(system.Name, times.Clock.Local(next), times.Clock.Name, last < due ? times.Clock.Local(due) : null),
    ];

    /// <returns>None where no system is copied at times of the day.</returns>
    public static IEnumerable<string> Lines(ImmutableArray<NextCopy> all)
    {
        if (!all.IsEmpty)
        {
            yield return $"Next copies: {string.Join(", ", all.Take(MostShown).Select(c => $"{c.System} at {Text(c.At)} {c.Zone}{(c.Missed is { } missed ? $" (none of {Text(missed)} is there yet)" : "")}"))}"
                + (all.Length > MostShown ? $" and {all.Length - MostShown} more." : ".");
        }
    }

    public static JsonArray Json(ImmutableArray<NextCopy> all) => new([.. all.Select(c => (JsonNode)new JsonObject { { "system", c.System }, { "at", c.At }, { "zone", c.Zone }, { "missed", c.Missed } })]);

    /// <summary>With the day of the week, since that is what plans name.</summary>
    private static string Text(DateTimeOffset at) => at.ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
