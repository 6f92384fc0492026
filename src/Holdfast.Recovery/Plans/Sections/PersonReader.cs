using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class PersonReader
{
    public static Person? Read(TextNode name, Field entry)
    {
        if (entry.Fields(name, PlanKeys.Person) is not { } fields)
        {
            return null;
        }

        Parties.RefuseReserved(name, entry);
        var failsWith = Domains.ReadOptional(fields);
        var person = new Person(
            name.Text,
            fields.Required("name", "Maria Lopez")?.Text() ?? "",
            Contacts.Email(fields.Optional("email")),
            Contacts.Phone(fields.Optional("phone")),
            Contacts.Phone(fields.Optional("mobile")),
            fields.Optional("address")?.Text(),
            fields.Optional("note")?.Text());
        return failsWith is { } known ? person with { FailsWith = known } : null;
    }
}
