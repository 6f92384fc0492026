using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Copies that are gone before anybody knows that they are needed.</summary>
internal sealed class RetentionTooShort() : Rule("retention-too-short", Severity.Warning, "NIS2 2024/2690 annex 4.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection?.Keep is not null
        let days = Days(system.Protection!.Keep!, system.Protection.Every, today)
        where days < Least
        select At(
            $"copies of system {Shown.Quoted(system.Name)} reach back {Rough.Time(TimeSpan.FromDays(days), TimeSpan.FromDays(Least))}: what somebody broke or encrypted before that is in all of them",
            "keep copies of 30 days at least, such as  keep: { daily: 30 }",
            "systems", system.Name, "protect", "keep");

    private const int Least = 30;

    /// <returns>How far back the oldest copy reaches that is kept for any reason.</returns>
    private static double Days(Retention keep, TimeSpan every, DateOnly today) => new[]
    {
        (keep.Last ?? 0) * every.TotalDays, (keep.Hourly ?? 0) / 24.0, keep.Daily ?? 0, 7.0 * (keep.Weekly ?? 0), 30.0 * (keep.Monthly ?? 0),
        365.0 * (keep.Yearly ?? 0), (keep.Within?.From(today).DayNumber ?? today.DayNumber) - today.DayNumber,
    }.Max();
}
