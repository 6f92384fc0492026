using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>All of a plan as it is understood, defaults filled in; or what of it has certain names.</summary>
/// <param name="Top">What the plan says of itself; null: it was not asked for.</param>
/// <param name="SingleLosses">How many losses of one thing follow from the plan by themselves.</param>
public sealed record ShownPlan(string Organization, ShownThing? Top, ImmutableArray<ShownSection> Sections, int SingleLosses)
{
    public static ShownPlan Of(Plan plan, PlanPlaces places) => new(
        plan.Organization,
        ShownBusiness.Top(plan, places),
        [
            ShownBusiness.Processes(plan, places),
            ShownSystems.Tiers(plan, places),
            .. ShownSystems.ByTier(plan, places),
            .. ShownPlaces.Of(plan, places),
            .. ShownPeople.Of(plan, places),
            .. ShownScenarios.Of(plan, places),
            .. ShownBusiness.Risks(plan, places),
        ],
        Recovery.Plans.SingleLosses.Of(plan).Length);

    /// <summary>Only the things of these names, whatever they are; the whole where there are none.</summary>
    /// <exception cref="UsageException">Nothing of the plan has one of the names.</exception>
    public ShownPlan Only(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return this;
        }

        var known = Sections.SelectMany(s => s.Things).Select(t => t.Name).ToHashSet();
        if (names.FirstOrDefault(n => !known.Contains(n)) is { } unknown)
        {
            throw new UsageException(
                $"Nothing of the plan of {Organization} is called \"{unknown}\".",
                Suggestion.For(unknown, known) is { } guess ? $"Did you mean \"{guess}\"?" : "\"holdfast plan show\" without a name shows everything there is.");
        }

        return this with
        {
            Top = null,
            Sections = [.. Sections.Select(s => s with { Things = [.. s.Things.Where(t => names.Contains(t.Name))], Note = null }).Where(s => !s.Things.IsEmpty)],
        };
    }
}
