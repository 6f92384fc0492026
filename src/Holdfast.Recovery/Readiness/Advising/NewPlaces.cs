using Holdfast.Recovery.Plans;

namespace Holdfast.Recovery.Readiness.Advising;

/// <summary>What a plan does not have yet, for the sake of predicting it.</summary>
internal static class NewPlaces
{
    /// <summary>A repository that stands at a site by itself and fails with nothing else.</summary>
    public static RepositoryPlace RepositoryAt(Plan plan, string site)
    {
        var name = "a new repository";
        while (plan.Repositories.Any(r => r.Name == name))
        {
            name += ", one more";
        }

        return new(name, "", site, default);
    }
}
