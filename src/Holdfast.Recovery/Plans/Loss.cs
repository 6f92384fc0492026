using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>What a scenario takes from the business, and what is left to recover with.</summary>
/// <param name="Repositories">Those that survive.</param>
/// <param name="Unrecoverable">Systems that are lost and cannot be brought back by this plan, with the reason.</param>
public sealed record Loss(
    Scenario Scenario,
    ImmutableArray<Site> Sites,
    ImmutableArray<ProtectedSystem> Systems,
    ImmutableArray<RepositoryPlace> Repositories,
    ImmutableSortedDictionary<string, string> Unrecoverable)
{
    public static Loss Of(Plan plan, Scenario scenario)
    {
        var sites = plan.Sites.Where(s => s.FailsWith.Any(scenario.Loses.Contains)).ToImmutableArray();
        var lost = sites.Select(s => s.Name).ToHashSet();
        var systems = plan.Systems.Where(s => lost.Contains(plan.HostNamed(s.RunsOn).Site)).ToImmutableArray();
        var repositories = plan.Repositories.Where(r => !lost.Contains(r.Site)).ToImmutableArray();
        var surviving = repositories.Select(r => r.Name).ToHashSet();
        var unrecoverable = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var system in systems)
        {
            if (lost.Contains(plan.HostNamed(system.RecoversOn).Site))
            {
                unrecoverable[system.Name] = $"its recovery host {system.RecoversOn} is lost too";
            }
            else if (!system.Protection.To.Any(surviving.Contains))
            {
                unrecoverable[system.Name] = $"every repository that holds it ({string.Join(", ", system.Protection.To)}) is lost too";
            }
        }

        return new(scenario, sites, systems, repositories, unrecoverable.ToImmutable());
    }
}
