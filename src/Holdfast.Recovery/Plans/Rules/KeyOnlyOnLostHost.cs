using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A key that is lost with what it would bring back.</summary>
internal sealed class KeyOnlyOnLostHost() : Rule("key-only-on-lost-host", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from index in new[] { PlanIndex.Of(plan) }
        from lost in plan.Systems.GroupBy(s => s.RunsOn).Select(g => index.Host(g.Key))
        from repository in plan.Repositories
        where KeysLost.Holds(lost, repository.Key)
        select At(
            $"the key of repository {Shown.Quoted(repository.Name)} stands in the folder of host {Shown.Quoted(lost.Name)}: when that is lost no one can read the copies",
            "keep it also where nothing takes it together with the host, such as on paper in a safe.",
            "repositories", repository.Name, "key");
}
