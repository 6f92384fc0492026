using System.Globalization;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>The heads of journals as they were when this was printed: the copy that no one who takes a machine can change.</summary>
public static class HeadsSection
{
    /// <returns>Null: nothing is sealed yet.</returns>
    public static Section? Of(Kit kit) => kit.Heads.IsEmpty ? null : new(
        "heads",
        "What was sealed when this was printed",
        Html.P("Whoever has a machine can cut its journals and seal them anew. These lines cannot be changed with it. To hold a journal against the line of its file, name both:"),
        Html.Command("holdfast evidence verify FILE --head HEAD"),
        Html.Table(
            "list",
            ["File", "Events", "Head"],
            kit.Heads.Select(h => (IReadOnlyList<object?>)[Html.Code(h.File), h.Events.ToString(CultureInfo.InvariantCulture), Html.Code(h.Head)])));
}
