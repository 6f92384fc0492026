using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>Puts people, their roles, and who is told what into words.</summary>
public static class ShownPeople
{
    public static IEnumerable<ShownSection> Of(Plan plan, PlanPlaces places) =>
    [
        new("People", "person", "people",
        [
            .. plan.People.Select(person => new Description(places, "people", person.Name)
                .Text("name", person.FullName).Text("phone", person.Phone).Text("mobile", person.Mobile).Text("email", person.Email)
                .Text("address", person.Address).Text("note", person.Note).Names("fails with", person.FailsWith.Select(d => d.ToString()), "nothing that the plan knows of")
                .As(person.Name)),
        ]),
        new("Roles", "role", "roles", [.. plan.Roles.Select(role => Describe(role, places))]),
        new("Who is told", "announcement", "communication", [.. plan.Communication.Select((told, number) => Describe(told, number, places))]),
    ];

    private static ShownThing Describe(Role role, PlanPlaces places)
    {
        var described = new Description(places, "roles", role.Name);
        // A role may be a list of people alone.
        var held = described.OriginOf("held by") is { At: not null } inside ? inside : described.OriginOf("0");
        return described.From(held, "held by", string.Join(", then ", role.HeldBy), JsonFields.List(role.HeldBy)).Text("does", role.Does).As(role.Name);
    }

    private static ShownThing Describe(Announcement told, int number, PlanPlaces places)
    {
        var described = new Description(places, "communication", number.ToString(CultureInfo.InvariantCulture));
        var moment = told.When is { } when ? Words.Of(when) : $"every {Spoken.Exactly(told.Every ?? TimeSpan.Zero)}";
        return described.Text("when", moment)
            .Names("tell", told.Tell.Select(p => p.Name)).Names("by", told.By.Select(c => Words.Of(c)), "any way there is").Time("within", told.Within)
            .Time("acknowledge within", told.AcknowledgeWithin, "no answer is asked for").Text("otherwise tell", told.OtherwiseTell?.Name, "nobody else").Text("says", told.Says)
            .As(moment);
    }
}
