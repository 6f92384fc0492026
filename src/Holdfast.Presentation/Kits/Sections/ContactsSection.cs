using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Presentation.Kits.Sections;

/// <summary>The contact sheet: everyone, every role, everyone outside, every place.</summary>
public static class ContactsSection
{
    public static Section Of(Kit kit) => new(
        "contacts",
        "Whom to call",
        [.. People(kit), .. Roles(kit), .. Services(kit), .. Sites(kit)]);

    private static IEnumerable<XElement> People(Kit kit)
    {
        yield return Html.Element("h3", "People");
        if (kit.Plan.People.IsEmpty)
        {
            yield return Missing.Of("The plan names nobody.", "people: { maria: { name: Maria Lopez, mobile: +1 555 0110 } }");
            yield break;
        }

        yield return Html.Table(
            "fill",
            ["Name", "Roles", "How to reach", "Address, note", "Reached at"],
            kit.Plan.People.Select(p => (IReadOnlyList<object?>)
            [
                Html.Strong(p.FullName), RolesOf(kit, p), Kits.People.Ways(p), Said.All(new[] { p.Address, p.Note }.OfType<string>()), null,
            ]));
        foreach (var unreachable in kit.Plan.People.Where(p => p is { Mobile: null, Phone: null, Email: null }))
        {
            yield return Missing.Of($"{unreachable.FullName} cannot be reached.", $"people: {{ {unreachable.Name}: {{ mobile: NUMBER }} }}");
        }
    }

    private static IEnumerable<XElement> Roles(Kit kit)
    {
        yield return Html.Element("h3", "Roles");
        yield return kit.Plan.Roles.IsEmpty
            ? Missing.Of("Nobody has a role, so nobody knows who does what.", "roles: { recovery lead: [NAME, STAND-IN] }")
            : Html.Table(
                "plain",
                ["Role", "Does", "Held by; who cannot be reached is skipped"],
                kit.Plan.Roles.Select(r => (IReadOnlyList<object?>)
                [
                    Html.Strong(r.Name), r.Does, Said.All(r.HeldBy.Select(h => Kits.People.Of(kit.Plan, new Party(PartyKind.Person, h))), ", then "),
                ]));
    }

    private static IEnumerable<XElement> Services(Kit kit) => kit.Plan.Services.IsEmpty ? [] :
    [
        Html.Element("h3", "What others provide"),
        Html.Table(
            "fill",
            ["Service", "Provider", "Ask for", "Phone", "Promised back", "Needed by", "Ticket, spoken with"],
            kit.Plan.Services.Select(s => (IReadOnlyList<object?>)
            [
                Html.Strong(s.Name),
                s.Provider,
                s.Contact,
                Html.Number(s.Phone),
                s.Promised is { } promised ? $"within {Said.Of(promised)}" : "not said",
                new object?[] { Said.All(NeedersOf(kit, s)), s.NeededToRecover ? Html.Strong(" Nothing of this can be recovered without it.") : null },
                null,
            ])),
    ];

    private static IEnumerable<XElement> Sites(Kit kit) =>
    [
        Html.Element("h3", "Places"),
        Html.Table(
            "plain",
            ["Place", "Address", "Machines", "Copies", "Lost together with"],
            kit.Plan.Sites.Select(site => (IReadOnlyList<object?>)
            [
                Html.Strong(site.Name),
                site.Address ?? (object)Missing.Of($"No address of {site.Name}.", $"sites: {{ {site.Name}: {{ address: ADDRESS }} }}"),
                Said.All(kit.Plan.Hosts.Where(h => h.Site == site.Name).Select(h => h.Name)),
                Said.All(kit.Plan.Repositories.Where(r => r.Site == site.Name).Select(r => r.Name)),
                Said.All(site.FailsWith.Select(d => d.ToString())),
            ])),
    ];

    private static string? RolesOf(Kit kit, Person person) => Said.All(kit.Plan.Roles
        .Where(r => r.HeldBy.Contains(person.Name))
        .Select(r => r.HeldBy.IndexOf(person.Name) is var place && place == 0 ? r.Name : $"{r.Name} (stand-in {place})"));

    private static IEnumerable<string> NeedersOf(Kit kit, ExternalService service) =>
        kit.Plan.Systems.Where(s => s.NeedsServices.Contains(service.Name)).Select(s => s.Name)
            .Concat(kit.Plan.Processes.Where(p => p.NeedsServices.Contains(service.Name)).Select(p => p.Name));
}
