using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Changes;

namespace Holdfast.Recovery.Readiness.Comparisons;

/// <summary>What of the evidence for one plan still holds for another.</summary>
internal static class EvidenceChanges
{
    /// <summary>The other plan, with what still holds of the evidence for this one. A system that recovers elsewhere was never restored there.</summary>
    public static Basis Carried(Basis before, Plan after)
    {
        var changed = Between(before.Plan, after).Aggregate(before, (basis, change) => basis.With(change));
        var place = before.Plan.Systems.ToDictionary(s => s.Name, s => s.RecoversOn);
        var moved = after.Systems.Where(s => place.TryGetValue(s.Name, out var old) && old != s.RecoversOn).Select(s => s.Name).ToHashSet();
        return changed with { Plan = after, History = changed.History.Without(d => d.Kind == "restore" && moved.Contains(d.Step.System)) };
    }

    /// <summary>
    /// The changes between the plans that make measurements outdated: ways that are faster, other schedules, nearer copies. What a step
    /// takes was measured, whatever the plan says of it now, so that is none.
    /// </summary>
    private static IEnumerable<Change> Between(Plan before, Plan after)
    {
        var index = new Lookup(before);
        foreach (var link in after.Links.Where(l => index.Link(l) is { } old && old.Bandwidth != l.Bandwidth))
        {
            yield return new LinkBandwidth(link.From, link.To, link.Bandwidth);
        }

        foreach (var host in after.Hosts.Where(h => h.Restores is not null && index.Hosts.TryGetValue(h.Name, out var old) && old.Restores != h.Restores))
        {
            yield return new HostRestores(host.Name, host.Restores!.Value);
        }

        foreach (var repository in after.Repositories.Where(r => r.Reads is not null && index.Repositories.TryGetValue(r.Name, out var old) && old.Reads != r.Reads))
        {
            yield return new RepositoryReads(repository.Name, repository.Reads!.Value);
        }

        foreach (var system in after.Systems)
        {
            if (!index.Systems.TryGetValue(system.Name, out var old))
            {
                continue;
            }

            if (system.Protection is { } protection && old.Protection is { } earlier)
            {
                if (protection.Every != earlier.Every || protection.At?.ToString() != earlier.At?.ToString())
                {
                    yield return new SystemEvery(system.Name, protection.Every, protection.At);
                }

                if (!earlier.To.Contains(protection.To[0]))
                {
                    yield return new SystemCopy(system.Name, after.RepositoryNamed(protection.To[0]));
                }
            }
        }
    }

    private sealed class Lookup(Plan plan)
    {
        public Dictionary<string, Host> Hosts { get; } = plan.Hosts.ToDictionary(h => h.Name);

        public Dictionary<string, RepositoryPlace> Repositories { get; } = plan.Repositories.ToDictionary(r => r.Name);

        public Dictionary<string, ProtectedSystem> Systems { get; } = plan.Systems.ToDictionary(s => s.Name);

        public Link? Link(Link other) => plan.Links.FirstOrDefault(l => l.Joins(other.From) && l.Joins(other.To));
    }
}
