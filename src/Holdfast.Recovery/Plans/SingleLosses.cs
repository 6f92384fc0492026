using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>The scenarios that no one has to write: one thing, or one failure domain, is lost.</summary>
public static class SingleLosses
{
    /// <summary>Every single loss that the plan knows of, named such as <c>loss of host srv1</c>.</summary>
    public static ImmutableArray<Scenario> Of(Plan plan) =>
    [
        .. plan.Domains.Select(domain => new Scenario($"loss of {domain}", [domain])),
        .. Things(ThingKind.Site, plan.Sites.Select(s => s.Name)),
        .. Things(ThingKind.Host, plan.Hosts.Select(h => h.Name)),
        .. Things(ThingKind.Repository, plan.Repositories.Select(r => r.Name)),
        .. Things(ThingKind.Person, plan.People.Select(p => p.Name)),
        .. Things(ThingKind.Service, plan.Services.Select(s => s.Name)),
        .. Things(ThingKind.Link, plan.Links.Select(l => l.Name)),
        .. Things(ThingKind.Data, plan.Systems.Select(s => s.Name)),
    ];

    private static IEnumerable<Scenario> Things(ThingKind kind, IEnumerable<string> names) =>
        names.Select(name => new PlanThing(kind, name)).Select(thing => new Scenario($"loss of {thing}", []) { Things = [thing] });
}
