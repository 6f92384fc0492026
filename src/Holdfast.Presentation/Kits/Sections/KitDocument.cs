using System.Collections.Immutable;
using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>The whole kit as one HTML file that needs nothing else: no network, no other file, no program in it.</summary>
/// <param name="Missing">What the kit cannot say because the plan does not.</param>
/// <param name="Titles">Of its sections, in order.</param>
public sealed record KitDocument(string Text, ImmutableArray<Missing> Missing, ImmutableArray<string> Titles)
{
    /// <summary>Forbids the browser to fetch or run anything, should a way to ask for it ever be found.</summary>
    private const string NothingFromOutside = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    /// <summary>In the order in which they are needed at 3 a.m.; what the plan gives no reason for is left out.</summary>
    private static readonly ImmutableArray<Func<Kit, Section?>> Sections =
    [
        DecideSection.Of, ContactsSection.Of, TellSection.Of, BlankMachineSection.Of, ScenariosSection.Of, SystemsSection.Of, ResticSection.Of,
        ProcessesSection.Of, RebuildSection.Of, HardwareSection.Of, WriteDownSection.Of, HeadsSection.Of,
    ];

    public static KitDocument Of(Kit kit)
    {
        var spoken = Sections.Select(of => of(kit)).OfType<Section>().ToArray();
        ImmutableArray<Missing> missing = [.. Kits.Missing.In(spoken.Select(s => s.Numbered(0))).Distinct()];
        ImmutableArray<Section> sections =
            [.. spoken.Append(MissingSection.Of(missing)).Concat([NotesSection.Of(), PlanTextSection.Of(kit)]).OfType<Section>()];
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            Html.Element(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", NothingFromOutside)),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width")),
                Html.Element("title", $"Recovery kit of {kit.Plan.Organization}"),
                Html.Element("style", PrintStyle.Of($"{kit.Plan.Organization}: recovery kit", $"plan {kit.Source.Fingerprint[..12]}, printed {Said.Of(kit.PrintedAt)}"))),
            Html.Element(
                "body",
                Cover.Of(kit, missing, sections),
                Html.Element("main", sections.Select((section, i) => section.Numbered(i + 1)))));
        FillReferences(page, sections);
        return new(HtmlText.Of(page), missing, [.. sections.Select(s => s.Title)]);
    }

    private static void FillReferences(XElement page, ImmutableArray<Section> sections)
    {
        var numbers = sections.Index().ToDictionary(s => "#" + s.Item.Id, s => s.Index + 1);
        foreach (var reference in page.Descendants("a").Where(a => a.IsEmpty))
        {
            reference.Value = $"section {numbers[(string)reference.Attribute("href")!]}";
        }
    }
}
