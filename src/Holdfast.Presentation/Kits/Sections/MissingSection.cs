using System.Collections.Immutable;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>For the next print: everything that the kit could not say, and what to write into the plan.</summary>
public static class MissingSection
{
    public const string Id = "missing";

    /// <returns>Null: nothing is missing.</returns>
    public static Section? Of(ImmutableArray<Missing> missing) => missing.IsEmpty ? null : new(
        Id,
        "What the plan does not say",
        Html.P("Write the answers here now, if you know them, and into the plan later."),
        Html.Table(
            "fill",
            ["Not said", "To write into the plan", "Answer"],
            missing.Select(m => (IReadOnlyList<object?>)[m.What, Html.Code(m.Where), null])));
}
