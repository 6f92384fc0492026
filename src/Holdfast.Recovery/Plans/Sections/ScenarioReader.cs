using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

internal static class ScenarioReader
{
    public static Shape Shape { get; } = new(
        "scenario",
        "What may happen.",
        new("loses", Written.ListOf(Written.Text), "Failure domains, and single things such as host srv1, or the data of a system: data records.", Needed: true),
        new("lasts", Durations.Written, "Until what was lost is back by itself."),
        new("likelihood", Likelihoods.Written));

    public static Scenario? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, Shape) is not { } fields)
        {
            return null;
        }

        var lasts = fields.Optional("lasts")?.Duration();
        var likelihood = fields.Optional("likelihood")?.As(Likelihoods.Kind);
        if (Domains.Read(fields.Required("loses", "[building office]")) is not { } loses)
        {
            return null;
        }

        var domains = ImmutableArray.CreateBuilder<FailureDomain>();
        var things = ImmutableArray.CreateBuilder<PlanThing>();
        foreach (var (domain, field) in loses)
        {
            // A failure domain of that name comes first: it may be any two words, also these.
            if (scope.Domains?.Contains(domain) == false && LostThings.Read(domain, field, scope) is { } thing)
            {
                things.Add(thing);
            }
            else
            {
                domains.Add(domain);
            }
        }

        return new Scenario(name.Text, domains.ToImmutable()) { Things = things.ToImmutable(), Lasts = lasts, Likelihood = likelihood };
    }
}
