using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>What a plan does not have yet, for the sake of predicting it.</summary>
internal static class NewPlaces
{
    private const string Elsewhere = "another site";

    /// <summary>The sites of the plan, and one that fails with nothing that the plan knows.</summary>
    public static IEnumerable<string> Sites(Plan plan) => plan.Sites.Select(s => s.Name).Append(Unused(Elsewhere, plan.Sites.Select(s => s.Name)));

    /// <summary>A repository that stands at a site by itself and fails with nothing else.</summary>
    public static RepositoryPlace RepositoryAt(Plan plan, string site) => new(Unused("a new repository", plan.Repositories.Select(r => r.Name)), "", site, default);

    /// <summary>A machine at a site that fails with nothing else, and where a system finds what it finds on its own.</summary>
    public static Host HostAt(Plan plan, string site, Host like) =>
        new(Unused("a new host", plan.Hosts.Select(h => h.Name)), site, like.Settings, null) { Restores = like.Restores, AtOnce = like.AtOnce };

    private static string Unused(string name, IEnumerable<string> used)
    {
        var taken = used.ToImmutableHashSet();
        while (taken.Contains(name))
        {
            name += ", one more";
        }

        return name;
    }
}
