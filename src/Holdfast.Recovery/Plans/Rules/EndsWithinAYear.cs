namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Hardware that is to be replaced soon.</summary>
internal sealed class EndsWithinAYear() : Rule("ends-within-a-year", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from thing in Ageing.In(plan)
        from end in new[] { (Day: thing.Life.EndOfLife, What: "the lifetime", Key: "lifetime"), (Day: thing.Life.SupportUntil, What: "support", Key: "support until") }
        where end.Day >= today && end.Day < today.AddYears(1)
        select At(
            $"{end.What} of {thing.Said} ends on {end.Day:yyyy-MM-dd}",
            "plan its replacement, with the time that it takes to get one.",
            thing.Section, thing.Name, end.Key);
}
