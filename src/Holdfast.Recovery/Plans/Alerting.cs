using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans;

/// <summary>Who hears by itself that the business is no longer protected as the plan says, and in which ways.</summary>
/// <param name="Command">A command that gets the message on its standard input; null: none.</param>
/// <param name="Heartbeat">What is asked after every look that found nothing urgent, so that silence is noticed; null: nothing.</param>
/// <param name="RemindEvery">How soon what is urgent and still stands is told again.</param>
/// <param name="Weekly">Whether a summary is sent on Mondays.</param>
public sealed record Alerting(MailServer? Mail, ImmutableArray<Webhook> Webhooks, string? Command, HiddenUrl? Heartbeat, TimeSpan RemindEvery, bool Weekly)
{
    public static readonly TimeSpan DefaultReminder = TimeSpan.FromDays(1);

    /// <summary>Who hears of what is urgent and that nobody said to see to; null: nobody else.</summary>
    public Escalation? Escalation { get; init; }
}

/// <param name="Within">How soon somebody says so: <c>holdfast alerts acknowledge</c>.</param>
/// <param name="To">Addresses of mail, each once.</param>
/// <param name="Named">The people and roles that they are of, as far as the plan names any.</param>
public sealed record Escalation(TimeSpan Within, ImmutableArray<string> To, ImmutableArray<Party> Named);

/// <summary>A server that takes mail, and for whom.</summary>
/// <param name="Port">From 1 to 65535.</param>
/// <param name="To">Addresses, each once.</param>
/// <param name="Named">The people and roles that they are of, as far as the plan names any.</param>
/// <param name="User">Null: it asks for none.</param>
/// <param name="Encrypted">Whether the connection becomes an encrypted one (STARTTLS) before anything else is said.</param>
public sealed record MailServer(string Host, int Port, string From, ImmutableArray<string> To, ImmutableArray<Party> Named, string? User, KeyReference? Password, bool Encrypted)
{
    public const int SubmissionPort = 587;
}

/// <summary>An address of the web that takes messages.</summary>
/// <param name="Key">What messages are signed with; of PagerDuty, its routing key. Null: none.</param>
public sealed record Webhook(HiddenUrl Url, WebhookShape Shape, KeyReference? Key);

/// <summary>Whose words a webhook understands.</summary>
public enum WebhookShape { Plain, Slack, Teams, Ntfy, Pagerduty }

/// <summary>An address of the web, which is often a secret: whoever knows it may send.</summary>
/// <param name="Text">As the plan says it; null: it is kept elsewhere.</param>
/// <param name="Kept">Where it is found.</param>
public sealed record HiddenUrl(string? Text, KeyReference? Kept);
