using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>Hardware that may have to be replaced.</summary>
public static class HardwareSection
{
    /// <returns>Null: the plan lists none.</returns>
    public static Section? Of(Kit kit) => kit.Plan.Assets.IsEmpty ? null : new(
        "hardware",
        "Hardware",
        Html.Table(
            "fill",
            ["What", "Kind", "How many", "Part of", "Stands in for a failed one", "A new one takes", "Costs each", "End of life", "Ordered at, from"],
            kit.Plan.Assets.Select(a => (IReadOnlyList<object?>)
            [
                Html.Strong(a.Name),
                Words.Of(a.Kind),
                $"{a.Count}",
                a.Of,
                Words.Of(a.Redundancy),
                a.LeadTime is { } lead ? Said.Of(lead) : "not said",
                a.Costs is { } costs ? FormattableString.Invariant($"{costs:0.##} {kit.Plan.Currency}") : null,
                (a.Life.EndOfLife ?? a.Life.SupportUntil) is { } end ? Said.Of(end) : null,
                null,
            ])))
    {
        OnItsOwnPage = false,
    };
}
