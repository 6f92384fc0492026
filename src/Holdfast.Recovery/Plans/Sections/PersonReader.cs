using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class PersonReader
{
    public static Shape Shape { get; } = new(
        "person",
        "Somebody of the plan.",
        new("name", Written.Text, "What they are called.", Needed: true),
        new("email", Written.Text, "Address of mail."),
        new("phone", Written.Text, "Number to call."),
        new("mobile", Written.Text, "Number to call on the way."),
        new("address", Written.Text, "Where they are found."),
        new("note", Written.Text, "What else one should know."),
        new("fails with", Written.ListOf(Written.Text), "What makes them unreachable together with others."));

    public static Person? Read(TextNode name, Field entry)
    {
        if (entry.Fields(name, Shape) is not { } fields)
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
