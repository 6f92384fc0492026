using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>No one has decided how long copies are kept.</summary>
internal sealed class NoRetention() : Rule("no-retention", Severity.Note, "NIS2 2024/2690 annex 4.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is { Keep: null }
        select At(
            $"nobody has said how long copies of system {Shown.Quoted(system.Name)} are kept, so every copy is, until the storage is full",
            "write it, such as  keep: { daily: 14, monthly: 12, within: 30 days }",
            "systems", system.Name, "protect");
}

/// <summary>Copies that are gone before anybody knows that they are needed.</summary>
internal sealed class RetentionTooShort() : Rule("retention-too-short", Severity.Warning, "NIS2 2024/2690 annex 4.2.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection?.Keep is not null
        let days = Days(system.Protection!.Keep!, system.Protection.At?.Usual ?? system.Protection.Every, today)
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

/// <summary>A lock that opens before anybody notices.</summary>
internal sealed class ImmutabilityTooShort() : Rule("immutability-too-short", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from repository in plan.Repositories
        where repository.Immutable is { } locked && locked.From(today) < today.AddDays(14)
        select At(
            $"repository {Shown.Quoted(repository.Name)} is immutable for {repository.Immutable}: an attacker who waits so long unnoticed can change every copy",
            "make it 14 days at least, longer than it takes to notice.",
            "repositories", repository.Name, "immutable");
}

/// <summary>Copies that no one reads until they are needed.</summary>
internal sealed class NeverVerifiedOften() : Rule("never-verified-often", Severity.Note, "NIS2 2024/2690 annex 4.2.3")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from system in plan.Systems
        where system.Protection is not null && !(system.Protection.VerifyEvery is { } every && every.From(today) <= today.AddMonths(1))
        select At(
            $"old copies of system {Shown.Quoted(system.Name)} are read back {(system.Protection!.VerifyEvery is { } every ? $"every {every}" : "only when they are made")}",
            "have them read back at least once a month, and write it:  verify every: 1 month",
            "systems", system.Name, "protect", "verify every");
}

/// <summary>Copies that a job is said to make, and no one has ever read. What was not verified is unknown, never fine.</summary>
internal sealed class NoVerifiedCopy() : EvidenceRule("no-verified-copy", Severity.Error, "NIS2 2024/2690 annex 4.2.3")
{
    protected override IEnumerable<Found> Held(Plan plan, DateOnly today, PlanEvidence record) =>
        from system in plan.Systems
        where system.Protection is { } protection && !protection.To.Any(to => record.VerifiedCopies.Contains(new(system.Name, to)))
        select At(
            $"no copy of system {Shown.Quoted(system.Name)} was ever read back: nothing shows that it could be recovered from {Shown.All(system.Protection!.To, "or")}",
            "protect it now (holdfast protect): a copy is read back when it is made.",
            "systems", system.Name, "protect", "to");
}
