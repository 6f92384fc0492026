using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Readiness.Changes;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>What would let a system come back that something takes for good.</summary>
internal static class Repairs
{
    /// <summary>The change that mends the most; of those that mend as much, the one that asks for least: what the plan has comes before what is new, and one thing before two.</summary>
    /// <returns>The change, null where none helps; and the names of the scenarios that it mends.</returns>
    public static (Change? Repair, ImmutableArray<string> Mends) BestFor(Plan plan, ProtectedSystem system, IEnumerable<Scenario> fatal)
    {
        // Whether it comes back depends on nothing but itself and what it needs: of ten thousand systems that leaves a few to look at each time.
        var needed = PlanIndex.Of(plan).WithNeeds(system.Name);
        plan = plan with { Systems = [.. plan.Systems.Where(s => needed.Contains(s.Name))], Processes = [] };
        Scenario[] scenarios = [.. fatal];
        (Change? Change, ImmutableArray<string> Mends) best = (null, []);
        foreach (var change in Of(plan, system))
        {
            var changed = PlanIndex.Of(change.Apply(plan));
            ImmutableArray<string> mends = [.. scenarios.Where(s => !Loss.Of(changed, s).Unrecoverable.ContainsKey(system.Name)).Select(s => s.Name)];
            if (mends.Length > best.Mends.Length)
            {
                best = (change, mends);
            }

            if (mends.Length == scenarios.Length)
            {
                break;
            }
        }

        return best;
    }

    private static IEnumerable<Change> Of(Plan plan, ProtectedSystem system)
    {
        // Of machines and repositories that are lost with the same things, one is as good as the other.
        foreach (var host in plan.Hosts.Where(h => h.Name != system.RunsOn && h.Name != system.RecoversOn).DistinctBy(h => (h.Site, string.Join(',', h.FailsWith))))
        {
            yield return new SystemRecoversOn(system.Name, host.Name);
        }

        var copies = system.Protection is null ? [] : plan.Repositories.Where(r => !system.Protection.To.Contains(r.Name))
            .DistinctBy(r => (r.Site, r.On, string.Join(',', r.FailsWith)))
            .Select(r => new SystemCopy(system.Name, r))
            .ToArray();
        foreach (var copy in copies)
        {
            yield return copy;
        }

        foreach (var role in RolesOf(system))
        {
            foreach (var person in plan.People.Where(p => !plan.RoleNamed(role).HeldBy.Contains(p.Name)).DistinctBy(p => string.Join(',', p.FailsWith)))
            {
                yield return new RolePerson(role, person.Name);
            }

            yield return new RolePerson(role, "somebody new");
        }

        var like = plan.HostNamed(system.RecoversOn ?? system.RunsOn);
        var places = NewPlaces.Sites(plan).ToArray();
        foreach (var site in places)
        {
            if (system.Protection is not null)
            {
                yield return new SystemCopy(system.Name, NewPlaces.RepositoryAt(plan, site));
            }

            yield return NewHostAt(site);
        }

        foreach (var site in system.Protection is null ? [] : places)
        {
            yield return new Together(NewHostAt(site), new SystemCopy(system.Name, NewPlaces.RepositoryAt(plan, site)));
        }

        SystemRecoversOn NewHostAt(string site)
        {
            var host = NewPlaces.HostAt(plan, site, like);
            return new(system.Name, host.Name) { New = host };
        }
    }

    private static IEnumerable<string> RolesOf(ProtectedSystem system) => system.Recover
        .Select(step => step.Action.Doer)
        .Where(party => party?.Kind == PartyKind.Role)
        .Select(party => party!.Value.Name)
        .Concat(system.NeedsPeople)
        .Distinct();
}
