using System.Collections.Immutable;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>The first page: what this is, whether it may still be trusted, and where to begin.</summary>
public static class Cover
{
    private const int SpareKeepers = 3;

    public static XElement Of(Kit kit, ImmutableArray<Missing> missing, ImmutableArray<Section> sections) => Html.Element(
        "header",
        Html.Of("p", "kind", "Recovery kit"),
        Html.Element("h1", kit.Plan.Organization),
        Html.Of("p", "first", "Something happened? Take a pen, go to ", Html.Ref(DecideSection.Id), ", and do what it says, in order."),
        Html.Of(
            "p",
            kit.IsOverdue ? "until overdue" : "until",
            kit.IsOverdue
                ? $"THE REVIEW OF THIS PLAN IS OVERDUE since {Said.Of(kit.GoodUntil)}. Use it if there is no newer one, and believe no name or number blindly."
                : $"This print is good until {Said.Of(kit.GoodUntil)}, or until the plan changes."),
        Contents(sections),
        Gaps.Of(kit, missing),
        Html.Of("div", "unbroken", ThisPrint(kit)),
        Html.Of("div", "unbroken", Keepers(kit)));

    private static XElement[] ThisPrint(Kit kit) =>
    [
        Html.Element("h2", "This print"),
        Html.Facts(
            ("Printed", Said.Of(kit.PrintedAt)),
            ("From the plan", kit.Source.Origin),
            ("Folder of the plan", Html.Code(kit.Source.Folder)),
            ("SHA-256 of the plan and its folder", Html.Code(kit.Source.Fingerprint)),
            ("Key that signs plans", kit.Signature is { } signature ? Html.Code(signature.Fingerprint) : null),
            ("Signed as number", kit.Signature is { Number: { } number } ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : kit.Signature is null ? null : Html.Strong("NOT SIGNED when this was printed")),
            ("Plan last reviewed", kit.Plan.Reviewed is { } reviewed
                ? Said.Of(reviewed)
                : Missing.Of("The plan does not say when it was last reviewed.", $"reviewed: {Said.Of(kit.Today)}")),
            ("Written by", $"Holdfast {kit.Version}"),
            ("Only for", kit.Losses.Length < kit.Plan.Scenarios.Length ? $"the scenario \"{kit.Losses[0].Scenario.Name}\"" : null)),
    ];

    private static XElement Contents(ImmutableArray<Section> sections) => new(
        "nav",
        Html.Element("h2", "What is where"),
        Html.Element("ol", sections.Select(s => Html.Element("li", new XElement("a", new XAttribute("href", "#" + s.Id), s.Title)))));

    private static XElement[] Keepers(Kit kit) =>
    [
        Html.Element("h2", "Who keeps copies"),
        Html.P("At least two, in different buildings. Anyone who keeps one can read names and numbers in it: lock it away. Destroy it when a new one comes."),
        Html.Table(
            "fill",
            ["Keeper", "Kept where", "Handed over on", "Signature"],
            [.. Leaders(kit).Select(name => (IReadOnlyList<object?>)[name, null, null, null]), .. Html.EmptyRows(SpareKeepers, 4)]),
    ];

    private static IEnumerable<string> Leaders(Kit kit) =>
        kit.Plan.Roles.Where(r => r.Leads).SelectMany(r => r.HeldBy).Distinct().Select(name => People.Named(kit.Plan, name).FullName);
}
