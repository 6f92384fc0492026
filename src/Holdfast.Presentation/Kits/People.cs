using System.Xml.Linq;
using Holdfast.Presentation.Kits.Markup;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Presentation.Kits;

/// <summary>Who is who, and how they are reached.</summary>
public static class People
{
    public static Person Named(Plan plan, string name) => plan.People.Single(p => p.Name == name);

    private const char UnbrokenSpace = '\u00A0';

    /// <summary>The quickest way first, each number in one piece; null: the plan knows none.</summary>
    public static string? Numbers(Person person) => Said.All(new[] { person.Mobile, person.Phone }.OfType<string>().Select(n => n.Replace(' ', UnbrokenSpace)));

    /// <summary>Every way to reach a person, each on its line.</summary>
    public static IEnumerable<XElement> Ways(Person person) =>
        new (string Way, string? To)[] { ("mobile", person.Mobile), ("phone", person.Phone), ("e-mail", person.Email) }
            .Where(w => w.To is not null)
            .Select(w => Html.P($"{w.Way} ", Html.Strong(w.To!)));

    /// <summary>A person with the number; a role with everyone who holds it, in the order of standing in; others as the plan calls them.</summary>
    public static string Of(Plan plan, Party party) => party.Kind switch
    {
        PartyKind.Person => WithNumber(Named(plan, party.Name)),
        PartyKind.Role => $"{party.Name}: {string.Join(", then ", plan.RoleNamed(party.Name).HeldBy.Select(h => WithNumber(Named(plan, h))))}",
        PartyKind.Everyone => "everyone of this plan",
        _ => party.Name,
    };

    public static string Of(Plan plan, string role) => Of(plan, new Party(PartyKind.Role, role));

    private static string WithNumber(Person person) => Numbers(person) is { } numbers ? $"{person.FullName} ({numbers})" : person.FullName;
}
