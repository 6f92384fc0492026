using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>What goes with what is lost: looked up, so that ten thousand single losses cost no more than what they take.</summary>
internal sealed class LostThingsIndex
{
    private readonly Of<Site> _sites;
    private readonly Of<Host> _hosts;
    private readonly Of<RepositoryPlace> _repositories;
    private readonly Of<ExternalService> _services;
    private readonly Of<Link> _links;
    private readonly Of<Person> _people;
    private readonly Of<ProtectedSystem> _data;
    private readonly ILookup<string, Host> _hostsAt;
    private readonly ILookup<string, RepositoryPlace> _repositoriesAt;
    private readonly ILookup<string, RepositoryPlace> _repositoriesOn;
    private readonly ILookup<string, Link> _linksAt;
    private readonly ILookup<string, ProtectedSystem> _systemsOn;

    public LostThingsIndex(Plan plan)
    {
        _sites = new(ThingKind.Site, plan.Sites, s => s.Name, s => s.FailsWith);
        _hosts = new(ThingKind.Host, plan.Hosts, h => h.Name, h => h.FailsWith);
        _repositories = new(ThingKind.Repository, plan.Repositories, r => r.Name, r => r.FailsWith);
        _services = new(ThingKind.Service, plan.Services, s => s.Name, s => s.FailsWith);
        _links = new(ThingKind.Link, plan.Links, l => l.Name, l => l.FailsWith);
        _people = new(ThingKind.Person, plan.People, p => p.Name, p => p.FailsWith);
        _data = new(ThingKind.Data, plan.Systems, s => s.Name, _ => []);
        _hostsAt = plan.Hosts.ToLookup(h => h.Site);
        _repositoriesAt = plan.Repositories.ToLookup(r => r.Site);
        _repositoriesOn = plan.Repositories.Where(r => r.On is not null).ToLookup(r => r.On!);
        _linksAt = plan.Links.SelectMany(l => new[] { (l.From, l), (l.To, l) }).ToLookup(l => l.Item1, l => l.l);
        _systemsOn = plan.Systems.ToLookup(s => s.RunsOn);
    }

    public ImmutableArray<Site> Sites(Scenario scenario) => _sites.In(scenario, []);

    public ImmutableArray<Host> Hosts(Scenario scenario, ImmutableArray<Site> sites) => _hosts.In(scenario, sites.SelectMany(s => _hostsAt[s.Name]));

    /// <summary>Those that are lost: with their host, or their data alone.</summary>
    public ImmutableArray<ProtectedSystem> Systems(Scenario scenario, ImmutableArray<Host> hosts) => _data.In(scenario, hosts.SelectMany(h => _systemsOn[h.Name]));

    public ImmutableArray<RepositoryPlace> Repositories(Scenario scenario, ImmutableArray<Site> sites, ImmutableArray<Host> hosts) =>
        _repositories.In(scenario, sites.SelectMany(s => _repositoriesAt[s.Name]).Concat(hosts.SelectMany(h => _repositoriesOn[h.Name])));

    public ImmutableArray<Person> People(Scenario scenario) => _people.In(scenario, []);

    public ImmutableArray<ExternalService> Services(Scenario scenario) => _services.In(scenario, []);

    public ImmutableArray<Link> Links(Scenario scenario, ImmutableArray<Site> sites) => _links.In(scenario, sites.SelectMany(s => _linksAt[s.Name]));

    /// <summary>The things of one kind, by what takes them.</summary>
    private sealed class Of<T>(ThingKind kind, ImmutableArray<T> all, Func<T, string> name, Func<T, ImmutableArray<FailureDomain>> failsWith)
        where T : notnull
    {
        private readonly Dictionary<string, int> _byName = all.Index().ToDictionary(t => name(t.Item), t => t.Index);
        private readonly ILookup<FailureDomain, T> _byDomain = all.SelectMany(t => failsWith(t).Select(d => (d, t))).ToLookup(t => t.d, t => t.t);

        /// <param name="with">Those that are lost with something else.</param>
        /// <returns>In the order of the plan.</returns>
        public ImmutableArray<T> In(Scenario scenario, IEnumerable<T> with) =>
        [
            .. scenario.Loses.SelectMany(domain => _byDomain[domain])
                .Concat(with)
                .Select(name)
                .Concat(scenario.Things.Where(t => t.Kind == kind).Select(t => t.Name))
                .Where(_byName.ContainsKey)
                .Select(n => _byName[n])
                .Distinct()
                .Order()
                .Select(i => all[i]),
        ];
    }
}
