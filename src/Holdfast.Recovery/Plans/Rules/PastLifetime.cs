namespace Holdfast.Recovery.Plans.Rules;

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
