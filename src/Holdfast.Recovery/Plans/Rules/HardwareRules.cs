using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Parts of which one fails sooner or later, with nothing in its place.</summary>
internal sealed class NoRedundancy() : Rule("no-redundancy", Severity.Warning, "NIS2 2024/2690 annex 4.2.4")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from critical in new[] { Ageing.CriticalHosts(plan) }
        from asset in plan.Assets
        where asset is { Redundancy: Redundancy.None, Of: not null, Life.Lifetime: not null } && critical.Contains(asset.Of)
        let years = (asset.Life.Lifetime!.Value.Months / 12.0) + (asset.Life.Lifetime!.Value.Days / 365.25)
        let chance = asset.ChanceOfFailure(years)
        where chance > 0.2
        let mirrored = asset.ChanceOfLosingAPair(years)
        select At(
            $"at least one of {asset.Count} {Shown.Quoted(asset.Name)} fails within {asset.Life.Lifetime} with {Rough.Share(chance.Value)}, and takes what host {Shown.Quoted(asset.Of!)} does: nothing stands in for it"
                + (mirrored is null ? "" : $"; as mirrored pairs both of one would fail with {Rough.Share(mirrored.Value)}"),
            "mirror them, or keep a spare that takes over (redundancy: mirror).",
            "assets", asset.Name);
}

/// <summary>Hardware that is older than it was made for.</summary>
internal sealed class PastLifetime() : Rule("past-lifetime", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from critical in new[] { Ageing.CriticalHosts(plan) }
        from thing in Ageing.In(plan)
        where thing.Life.EndOfLife < today
        let found = At(
            $"{thing.Said} was to do for {thing.Life.Lifetime}: that was over on {thing.Life.EndOfLife:yyyy-MM-dd}",
            "replace it, or write a longer lifetime that somebody answers for.",
            thing.Section, thing.Name, "lifetime")
        select thing.Host is not null && critical.Contains(thing.Host) ? found with { Severity = Severity.Error } : found;
}

/// <summary>Hardware that no one repairs any more.</summary>
internal sealed class PastSupport() : Rule("past-support", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from thing in Ageing.In(plan)
        where thing.Life.SupportUntil < today
        select At(
            $"support of {thing.Said} ended on {thing.Life.SupportUntil:yyyy-MM-dd}",
            "extend it, or replace the thing: spare parts and corrections come no more.",
            thing.Section, thing.Name, "support until");
}

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
