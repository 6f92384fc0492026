using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans;

/// <summary>What a scenario takes from the business, and what is left to recover with.</summary>
/// <param name="Systems">Those that are lost: with the host that they run on, or their data alone.</param>
/// <param name="Repositories">Those that survive.</param>
/// <param name="Unrecoverable">Systems that are lost and cannot be brought back by this plan, with the reason.</param>
public sealed record Loss(
    Scenario Scenario,
    ImmutableArray<Site> Sites,
    ImmutableArray<ProtectedSystem> Systems,
    ImmutableArray<RepositoryPlace> Repositories,
    ImmutableSortedDictionary<string, string> Unrecoverable)
{
    /// <summary>Machines that are lost: by themselves, or with what they fail with, or with their site.</summary>
    public ImmutableArray<Host> Hosts { get; init; } = [];

    public ImmutableArray<Person> People { get; init; } = [];

    public ImmutableArray<ExternalService> Services { get; init; } = [];

    public ImmutableArray<Link> Links { get; init; } = [];

    /// <summary>The systems that are lost and can be brought back.</summary>
    public IEnumerable<ProtectedSystem> Recoverable => Systems.Where(s => !Unrecoverable.ContainsKey(s.Name));

    public static Loss Of(Plan plan, Scenario scenario)
    {
        var sites = plan.Sites.Where(s => Takes(ThingKind.Site, s.Name, s.FailsWith)).ToImmutableArray();
        var lostSites = sites.Select(s => s.Name).ToHashSet();
        var hosts = plan.Hosts.Where(h => lostSites.Contains(h.Site) || Takes(ThingKind.Host, h.Name, h.FailsWith)).ToImmutableArray();
        var lostHosts = hosts.Select(h => h.Name).ToHashSet();
        var loss = new Loss(
            scenario,
            sites,
            [.. plan.Systems.Where(s => lostHosts.Contains(s.RunsOn) || TakesDataOf(s))],
            [.. plan.Repositories.Where(r => !lostSites.Contains(r.Site) && !(r.On is { } on && lostHosts.Contains(on)) && !Takes(ThingKind.Repository, r.Name, r.FailsWith))],
            ImmutableSortedDictionary<string, string>.Empty)
        {
            Hosts = hosts,
            People = [.. plan.People.Where(p => Takes(ThingKind.Person, p.Name, p.FailsWith))],
            Services = [.. plan.Services.Where(s => Takes(ThingKind.Service, s.Name, s.FailsWith))],
            Links = [.. plan.Links.Where(l => lostSites.Any(l.Joins) || Takes(ThingKind.Link, l.Name, l.FailsWith))],
        };
        return loss with { Unrecoverable = Unrecoverables.Of(plan, loss) };

        bool TakesDataOf(ProtectedSystem system) => scenario.Things.Contains(new(ThingKind.Data, system.Name));

        bool Takes(ThingKind kind, string name, ImmutableArray<FailureDomain> failsWith) =>
            failsWith.Any(scenario.Loses.Contains) || scenario.Things.Contains(new PlanThing(kind, name));
    }
}
