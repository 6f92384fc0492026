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
        new("Who hears by itself", "alerts", "alerts", plan.Alerts is { } alerts ? [Describe(alerts, places)] : []),
    ];

    private static ShownThing Describe(Alerting alerts, PlanPlaces places)
    {
        var described = new Description(places, "alerts").Text("mail", alerts.Mail is { } mail ? Mail(mail) : null, "none");
        foreach (var (number, hook) in alerts.Webhooks.Index())
        {
            var at = $"webhooks/{number.ToString(CultureInfo.InvariantCulture)}";
            described.Text(at, $"{Url(hook.Url)}, as {Words.Of(hook.Shape)} reads it{(hook.Key is { } key ? $", with the key {key}" : "")}", label: $"webhook {number + 1}");
        }

        return described.Text("command", alerts.Command, "none").Text("heartbeat", alerts.Heartbeat is { } beat ? Url(beat) : null, "none")
            .Time("remind every", alerts.RemindEvery).Yes("weekly summary", alerts.Weekly, "yes", "no")
            .Time("acknowledge within", alerts.Escalation?.Within, Description.NotSaid).Text("otherwise tell", alerts.Escalation is { } otherwise ? string.Join(", ", otherwise.To) : null, "nobody").As("alerts");
    }

    private static string Mail(MailServer mail) =>
        $"from {mail.From} to {string.Join(", ", mail.To)} by {mail.Host}:{mail.Port.ToString(CultureInfo.InvariantCulture)}{(mail.User is { } user ? $", as {user} with the password {mail.Password}" : "")}{(mail.Encrypted ? "" : ", not encrypted")}";

    /// <summary>What comes after the server's name is often the secret.</summary>
    private static string Url(HiddenUrl url) => url.Kept?.ToString() ?? new Uri(url.Text!).GetLeftPart(UriPartial.Authority);

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
