using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>Each scenario on pages of its own: what is lost, what is left, the commands, and the order in which things come back.</summary>
public static class ScenariosSection
{
    public const string Id = "scenarios";

    public static Section Of(Kit kit) => new(
        Id,
        "Recover",
        kit.Losses.IsEmpty
            ? Missing.Of("No scenario says what may be lost together, and a recovery needs one.", "scenarios: { office fire: { loses: [building office] } }")
            : kit.Losses.Select((loss, i) => Html.Of("div", i == 0 ? "scenario" : "scenario page", new ScenarioPages(kit, loss).Parts())));
}
