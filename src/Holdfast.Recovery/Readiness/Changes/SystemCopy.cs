using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>A system has one more copy, which is read first. A repository that the plan does not have yet is added to it.</summary>
public sealed record SystemCopy(string System, RepositoryPlace Where) : Change
{
    public override string Says => $"system {System} has a copy in {Where.Name} at {Where.Site}";

    public override Plan Apply(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var known = plan.Repositories.Any(r => r.Name == Where.Name) ? plan : plan.WithSite(Where.Site) with { Repositories = plan.Repositories.Add(Where) };
        return known.WithSystem(System, s => s with
        {
            Protection = (s.Protection ?? throw new ArgumentException($"The plan protects nothing of system {System}."))
                with { To = [Where.Name, .. s.Protection.To.Where(name => name != Where.Name)] },
        });
    }

    /// <summary>Copies are made there as they are made elsewhere; and restores that a link held up are measured no more where they need none.</summary>
    public override Basis Apply(Basis basis)
    {
        var changed = base.Apply(basis);
        var system = basis.Plan.SystemNamed(System);
        var links = LinksOf(basis.Plan, system).ToArray();
        var there = changed.History.Copies.Where(c => c.System == System && c.Counts && c.Repository != Where.Name && basis.Exists(c))
            .GroupBy(c => c.TakenAt)
            .Select(point => point.First() with { Repository = Where.Name })
            .ToImmutableArray();
        var moved = system.RecoversOn is { } host && basis.Plan.HostNamed(host).Site == Where.Site;
        return changed with
        {
            History = changed.History
                .Without(d => moved && d.Step.System == System && links.Any(link => WayChange.WasHeldUp(d, link.Bandwidth)))
                .With([.. there, .. changed.History.Copies.Where(c => c.System != System || c.Repository != Where.Name)]),
            Exists = copy => (copy.System == System && copy.Repository == Where.Name) || basis.Exists(copy),
        };
    }

    private static IEnumerable<Link> LinksOf(Plan plan, ProtectedSystem system)
    {
        var index = PlanIndex.Of(plan);
        return system.RecoversOn is { } host
            ? index.CopiesOf(system).Select(copy => index.LinkBetween(copy.Site, index.Host(host).Site)).OfType<Link>()
            : [];
    }
}
