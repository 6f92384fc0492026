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

    /// <summary>
    /// Names of the lost systems that are back by themselves when what was lost is: where the scenario lasts only so long, those whose data are not what was
    /// lost, and that need no other whose are. Empty: it may last for ever.
    /// </summary>
    public IReadOnlySet<string> Returning
    {
        get
        {
            var returning = new HashSet<string>();
            var lost = Systems.Select(s => s.Name).ToHashSet();
            foreach (var system in Scenario.Lasts is null ? [] : NeedsOrder.Of(Systems))
            {
                if (!TakesDataOf(system) && system.Needs.All(need => !lost.Contains(need) || returning.Contains(need)))
                {
                    returning.Add(system.Name);
                }
            }

            return returning;
        }
    }

    /// <summary>Whether its data themselves are lost, in a standby too: deleted, encrypted, overwritten.</summary>
    public bool TakesDataOf(ProtectedSystem system) => Scenario.Things.Contains(new(ThingKind.Data, system.Name));

    public static Loss Of(Plan plan, Scenario scenario) => Of(PlanIndex.Of(plan), scenario);

    public static Loss Of(PlanIndex index, Scenario scenario)
    {
        var victims = index.LostThings;
        var sites = victims.Sites(scenario);
        var hosts = victims.Hosts(scenario, sites);
        var repositories = victims.Repositories(scenario, sites, hosts).ToHashSet();
        var loss = new Loss(
            scenario,
            sites,
            victims.Systems(scenario, hosts),
            repositories.Count == 0 ? index.Plan.Repositories : [.. index.Plan.Repositories.Where(r => !repositories.Contains(r))],
            ImmutableSortedDictionary<string, string>.Empty)
        {
            Hosts = hosts,
            People = victims.People(scenario),
            Services = victims.Services(scenario),
            Links = victims.Links(scenario, sites),
        };
        return loss with { Unrecoverable = Unrecoverables.Of(index, loss) };
    }
}
