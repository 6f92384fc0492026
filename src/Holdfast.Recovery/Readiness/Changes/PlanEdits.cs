using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Changes;

/// <summary>Replaces single things of a plan.</summary>
internal static class PlanEdits
{
    public static Plan WithSystem(this Plan plan, string name, Func<ProtectedSystem, ProtectedSystem> edit) =>
        plan with { Systems = Edited(plan.Systems, s => s.Name == name, edit, $"system {name}") };

    public static Plan WithHost(this Plan plan, string name, Func<Host, Host> edit) =>
        plan with { Hosts = Edited(plan.Hosts, h => h.Name == name, edit, $"host {name}") };

    public static Plan WithRepository(this Plan plan, string name, Func<RepositoryPlace, RepositoryPlace> edit) =>
        plan with { Repositories = Edited(plan.Repositories, r => r.Name == name, edit, $"repository {name}") };

    /// <summary>With a site of that name, which fails with nothing else where it is new.</summary>
    public static Plan WithSite(this Plan plan, string name) => plan.Sites.Any(s => s.Name == name) ? plan : plan with { Sites = plan.Sites.Add(new(name, [])) };

    /// <summary>The only one that fits is edited.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    public static ImmutableArray<T> Edited<T>(ImmutableArray<T> things, Func<T, bool> isIt, Func<T, T> edit, string named)
    {
        var at = things.Index().Where(t => isIt(t.Item)).Select(t => t.Index).FirstOrDefault(-1);
        return at < 0 ? throw new ArgumentException($"The plan has no {named}.") : things.SetItem(at, edit(things[at]));
    }
}
