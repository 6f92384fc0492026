using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>The things of a plan by name, for those who ask for many: each answer costs the same, however large the plan is.</summary>
public sealed class PlanIndex
{
    private readonly Dictionary<string, Site> _sites;
    private readonly Dictionary<string, Host> _hosts;
    private readonly Dictionary<string, RepositoryPlace> _repositories;
    private readonly Dictionary<string, ProtectedSystem> _systems;
    private readonly Dictionary<string, int> _order;
    private readonly ILookup<string, BusinessProcess> _processesBySystem;
    private readonly ILookup<string, BusinessProcess> _processesByService;
    private readonly Dictionary<(string, string), Link> _links = [];
    private readonly ConcurrentDictionary<string, HashSet<FailureDomain>> _domainsOfHosts = [];
    private readonly ConcurrentDictionary<string, HashSet<FailureDomain>> _domainsOfRepositories = [];
    private readonly Lazy<ImmutableArray<Loss>> _losses;

    // A plan never changes, so what follows from it is worked out once, and forgotten with it.
    private static readonly ConditionalWeakTable<Plan, PlanIndex> OfPlans = [];

    private PlanIndex(Plan plan)
    {
        Plan = plan;
        LostThings = new(plan);
        PeopleOfRoles = new(plan);
        _order = plan.Systems.Index().ToDictionary(s => s.Item.Name, s => s.Index);
        _processesBySystem = plan.Processes.SelectMany(p => p.Needs.Select(n => (n, p))).ToLookup(p => p.n, p => p.p);
        _processesByService = plan.Processes.SelectMany(p => p.NeedsServices.Select(n => (n, p))).ToLookup(p => p.n, p => p.p);
        _sites = plan.Sites.ToDictionary(s => s.Name);
        _hosts = plan.Hosts.ToDictionary(h => h.Name);
        _repositories = plan.Repositories.ToDictionary(r => r.Name);
        _systems = plan.Systems.ToDictionary(s => s.Name);
        foreach (var link in plan.Links)
        {
            _links[(link.From, link.To)] = _links[(link.To, link.From)] = link;
        }

        _losses = new(() => [.. plan.Scenarios.Select(scenario => Loss.Of(this, scenario))]);
    }

    /// <summary>The same one for as long as the plan is used; for several threads at once.</summary>
    public static PlanIndex Of(Plan plan) => OfPlans.GetValue(plan, p => new(p));

    /// <summary>What each scenario of the plan takes, in the plan's order.</summary>
    public ImmutableArray<Loss> Losses => _losses.Value;

    public Plan Plan { get; }

    /// <summary>What goes with what is lost.</summary>
    internal LostThingsIndex LostThings { get; }

    internal PeopleOfRoles PeopleOfRoles { get; }

    /// <summary>The place of a system among those of the plan.</summary>
    public int OrderOf(ProtectedSystem system) => _order[system.Name];

    /// <summary>What the business can't do while one of these is lost.</summary>
    public IEnumerable<BusinessProcess> ProcessesStoppedBy(IEnumerable<ProtectedSystem> systems, IEnumerable<ExternalService> services) =>
        systems.SelectMany(s => _processesBySystem[s.Name]).Concat(services.SelectMany(s => _processesByService[s.Name])).Distinct();

    public Site Site(string name) => _sites[name];

    public Host Host(string name) => _hosts[name];

    public RepositoryPlace Repository(string name) => _repositories[name];

    public ProtectedSystem System(string name) => _systems[name];

    /// <summary>Null: the plan has none of that name.</summary>
    public ProtectedSystem? FindSystem(string name) => _systems.GetValueOrDefault(name);

    /// <summary>Names of the system and of all that it needs, over whatever chain.</summary>
    public IReadOnlySet<string> WithNeeds(string system)
    {
        var told = new HashSet<string>();
        var open = new Stack<string>([system]);
        while (open.TryPop(out var next))
        {
            if (told.Add(next))
            {
                foreach (var need in System(next).Needs)
                {
                    open.Push(need);
                }
            }
        }

        return told;
    }

    /// <summary>The way between two sites, in either direction; null: the plan has none.</summary>
    public Link? LinkBetween(string one, string other) => _links.GetValueOrDefault((one, other));

    /// <summary>Where the copies of a system are; empty where nothing of it is protected.</summary>
    public IEnumerable<RepositoryPlace> CopiesOf(ProtectedSystem system) => (system.Protection?.To ?? []).Select(Repository);

    /// <summary>Everything that the host is lost with, its site's domains included.</summary>
    public IReadOnlySet<FailureDomain> DomainsOf(Host host) =>
        _domainsOfHosts.GetOrAdd(host.Name, _ => [.. _sites[host.Site].FailsWith, .. host.FailsWith]);

    /// <summary>Everything that the repository is lost with, its host's and its site's domains included.</summary>
    public IReadOnlySet<FailureDomain> DomainsOf(RepositoryPlace repository) =>
        _domainsOfRepositories.GetOrAdd(
            repository.Name, _ => [.. repository.On is { } host ? DomainsOf(Host(host)) : (IEnumerable<FailureDomain>)_sites[repository.Site].FailsWith, .. repository.FailsWith]);
}
