using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

/// <summary>Reads who hears by itself when protection fails.</summary>
internal sealed class AlertsReader(PlanScope scope)
{
    private static readonly Shape MailShape = new(
        "mail",
        "A server that takes mail, and for whom.",
        new("server", Written.Text, "HOST or HOST:PORT; the port is 587 unless said.", Needed: true),
        new("from", Written.Text, "The sender's address.", Needed: true),
        new("to", Written.ListOf(Written.Text, some: true), "Addresses, people and roles.", Needed: true),
        new("user", Written.Text, "The name to log in with."),
        new("password", KeyReferences.Written),
        new("encrypted", Written.YesOrNo, "Whether the connection is encrypted (STARTTLS); default true."));

    private static readonly Shape WebhookShapeOf = new(
        "webhook",
        "An address of the web that takes messages.",
        new("url", HiddenUrls.Written, Needed: true),
        new("shape", Written.Choice<WebhookShape>(), "Whose words it understands; default plain."),
        new("key", KeyReferences.Written));

    public static Shape Shape { get; } = new(
        "alerts",
        "Who hears by itself when the business stops being protected as the plan says.",
        new("mail", Written.Mapping(MailShape)),
        new("webhooks", Written.ListOf(Written.Mapping(WebhookShapeOf), some: true), "Addresses of the web that take messages."),
        new("command", Written.Text, "A command that gets the message on its standard input."),
        new("heartbeat", HiddenUrls.Written),
        new("remind every", Durations.Written, "How soon what is urgent and still stands is told again; default 1 day."),
        new("weekly summary", Written.YesOrNo, "Whether a summary is sent on Mondays; default true."),
        new("acknowledge within", Durations.Written, "How soon somebody has to say that they see to what is urgent."),
        new("otherwise tell", Written.ListOf(Written.Text, some: true), "Addresses, people and roles that are told by mail when nobody did."))
    {
        AnyOf = [["mail"], ["webhooks"], ["command"], ["heartbeat"]],
    };

    private static readonly TimeSpan ShortestReminder = TimeSpan.FromMinutes(10);

    public Alerting? Read(Field field, PlanNode key)
    {
        if (field.Fields(key, Shape) is not { } fields)
        {
            return null;
        }

        if (field.Node is MapNode && !Shape.AnyOf.Any(one => fields.Has(one[0]) || fields.IsMisspelt(one[0])))
        {
            field.Refuse(ProblemId.MissingKey, "names nobody and nothing that is told", "add one of: mail, webhooks, command, heartbeat; such as  command: logger -t holdfast");
        }

        var otherwise = fields.Has("acknowledge within") ? fields.Required("otherwise tell", "[sam, owner@harbor.example]") : fields.Optional("otherwise tell");
        return new(
            fields.Optional("mail") is { } mail ? MailOf(mail, fields.KeyOf("mail")) : null,
            [.. (fields.Optional("webhooks")?.SomeItems() ?? []).Select(WebhookOf).OfType<Webhook>()],
            fields.Optional("command")?.Text(),
            HiddenUrls.Read(fields.Optional("heartbeat")),
            ReminderOf(fields.Optional("remind every")),
            fields.Optional("weekly summary")?.YesOrNo() ?? true)
        {
            Escalation = EscalationOf(fields, otherwise),
        };
    }

    private Escalation? EscalationOf(Fields fields, Field? otherwise)
    {
        var within = (fields.Has("otherwise tell") ? fields.Required("acknowledge within", "1 hour") : fields.Optional("acknowledge within"))?.Duration();
        var (to, named) = ToOf(otherwise);
        if (otherwise is not null && !fields.Has("mail") && !fields.IsMisspelt("mail"))
        {
            otherwise.Refuse(ProblemId.MissingKey, "is told by mail, and there is no  mail:  that says by which server", "add  mail: { server: HOST, from: ADDRESS, to: [ADDRESS] }.");
        }

        return within is { } soon && !to.IsEmpty ? new(soon, to, named) : null;
    }

    private static TimeSpan ReminderOf(Field? field)
    {
        var every = field?.Duration();
        if (every < ShortestReminder)
        {
            field!.Refuse(ProblemId.BadDuration, "is shorter than 10 minutes, and nobody reads what comes so often", "write 10 minutes or more.");
        }

        return every ?? Alerting.DefaultReminder;
    }

    private static Webhook? WebhookOf(Field item)
    {
        if (item.Fields(item.Node, WebhookShapeOf) is not { } fields)
        {
            return null;
        }

        var shape = fields.Optional("shape")?.Word<WebhookShape>() ?? WebhookShape.Plain;
        var url = HiddenUrls.Read(fields.Required("url", "\"file:/etc/holdfast/chat.url\""));
        var key = KeyReferences.Read(shape == WebhookShape.Pagerduty ? fields.Required("key", "\"file:/etc/holdfast/pagerduty.key\"") : fields.Optional("key"));
        if (shape is not (WebhookShape.Plain or WebhookShape.Pagerduty) && fields.Has("key"))
        {
            fields.Optional("key")!.Refuse(ProblemId.UnclearChoice, $"is of no use to {Words.Of(shape)}, which knows no signature", "leave it out.");
        }

        return url is null ? null : new(url, shape, key);
    }

    private MailServer? MailOf(Field field, PlanNode key)
    {
        if (field.Fields(key, MailShape) is not { } fields)
        {
            return null;
        }

        var server = ServerOf(fields.Required("server", "mail.harbor.example"));
        var from = Contacts.Email(fields.Required("from", "holdfast@harbor.example"));
        var (to, named) = ToOf(fields.Required("to", "[maria, it@harbor.example]"));
        var user = (fields.Has("password") ? fields.Required("user", "holdfast") : fields.Optional("user"))?.Text();
        var password = KeyReferences.Read(fields.Has("user") ? fields.Required("password", "\"file:/etc/holdfast/mail.key\"") : fields.Optional("password"));
        var encrypted = fields.Optional("encrypted")?.YesOrNo() ?? true;
        if (server is not { } at || from is null)
        {
            return null;
        }

        if (!encrypted && user is not null && !IsThisMachine(at.Host))
        {
            fields.Optional("encrypted")!.Refuse(ProblemId.UnclearChoice, "would send the password across the network for all to read", "leave it out; or leave user and password out.");
        }

        return new(at.Host, at.Port, from, to, named, user, password, encrypted);
    }

    private static bool IsThisMachine(string host) => host is "localhost" or "::1" || host.StartsWith("127.", StringComparison.Ordinal);

    private static (string Host, int Port)? ServerOf(Field? field)
    {
        if (field?.Text() is not { } text)
        {
            return null;
        }

        var end = text.LastIndexOf(':');
        var hasPort = end > 0 && (text[..end].Contains(']', StringComparison.Ordinal) || !text[..end].Contains(':', StringComparison.Ordinal));
        var host = hasPort ? text[..end] : text;
        var port = MailServer.SubmissionPort;
        if (Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown || hasPort && (!int.TryParse(text[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > ushort.MaxValue))
        {
            field.Refuse(ProblemId.BadUrl, $"is no server: {Shown.Quoted(text)}", "write HOST or HOST:PORT, such as mail.harbor.example:587.");
            return null;
        }

        if (port == 465)
        {
            field.Refuse(ProblemId.BadUrl, "names port 465, where a server speaks TLS from the first byte, which this version does not", "write the port for STARTTLS, which nearly every server has: 587.");
            return null;
        }

        return (host.Trim('[', ']'), port);
    }

    private (ImmutableArray<string> To, ImmutableArray<Party> Named) ToOf(Field? field)
    {
        var to = ImmutableArray.CreateBuilder<string>();
        var named = ImmutableArray.CreateBuilder<Party>();
        foreach (var item in field?.SomeItems() ?? [])
        {
            if (item.Node is TextNode { Text: var text } && text.Contains('@', StringComparison.Ordinal))
            {
                Add(Contacts.Email(item));
            }
            else if (Parties.Read(item, scope) is { } party)
            {
                named.Add(party);
                foreach (var address in AddressesOf(party.Name, item))
                {
                    Add(address);
                }
            }
        }

        return (to.ToImmutable(), named.ToImmutable());

        void Add(string? address)
        {
            if (address is not null && !to.Contains(address))
            {
                to.Add(address);
            }
        }
    }

    /// <summary>Of a person, or of all who hold a role and have one.</summary>
    private string[] AddressesOf(string name, Field item)
    {
        string[] people = scope.Roles.Find(name) is { } role ? [.. role.HeldBy] : [name];
        var found = people.Select(p => scope.People.Find(p)?.Email).OfType<string>().ToArray();
        if (found.Length == 0 && scope.People.IsComplete && scope.Roles.IsComplete)
        {
            item.Refuse(ProblemId.BadContact, $"names {Shown.Quoted(name)}, of whom the plan has no address of mail", "add  email:  to that person, or write the address here.");
        }

        return found;
    }
}
