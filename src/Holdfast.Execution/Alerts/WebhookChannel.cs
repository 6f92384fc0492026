using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.Alerts;

/// <summary>An address of the web, in the words that it understands.</summary>
/// <param name="url">Finds the address, which may be a secret.</param>
/// <param name="key">Finds what messages are signed with, or the routing key; null: there is none.</param>
internal sealed class WebhookChannel(
    string name, WebhookShape shape, Func<CancellationToken, Task<string>> url, Func<CancellationToken, Task<string>>? key, HttpClient client, TimeProvider clock) : IAlertChannel
{
    public string Name => name;

    public async Task SendAsync(AlertMessage message, bool again, CancellationToken cancellationToken)
    {
        var address = await url(cancellationToken);
        var secret = key is null ? null : await key(cancellationToken);
        foreach (var body in BodiesOf(message, again, secret))
        {
            await WebRequests.SendAsync(client, name, address, ContentOf(message, body, secret), cancellationToken);
        }
    }

    /// <summary>PagerDuty takes one thing at a time, and all others take them together.</summary>
    private IEnumerable<string> BodiesOf(AlertMessage message, bool again, string? secret) => shape switch
    {
        WebhookShape.Ntfy => [message.Text],
        WebhookShape.Slack => [Json(new JsonObject { ["text"] = $"{Escaped(message.Title)}\n{Escaped(message.Text)}", ["mrkdwn"] = false })],
        WebhookShape.Teams => [Json(Card(message))],
        WebhookShape.Pagerduty => message.Kind == AlertKind.Summary ? []
            : message.Kind == AlertKind.Test ? [Json(Event(message, new("test", AlertChange.Began, TroubleLevel.Notice, message.Organization, message.Title, null, message.At), secret))]
            : message.Items.Where(i => i.Change is not AlertChange.Still).Select(i => Json(Event(message, i, secret))),
        _ => [Json(Plain(message, again))],
    };

    private ByteArrayContent ContentOf(AlertMessage message, string body, string? secret)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = shape == WebhookShape.Ntfy ? new("text/plain", "utf-8") : new MediaTypeHeaderValue("application/json", "utf-8");
        if (shape == WebhookShape.Ntfy)
        {
            content.Headers.TryAddWithoutValidation("Title", $"=?UTF-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(message.Title))}?=");
            content.Headers.TryAddWithoutValidation("Priority", message.IsUrgent ? "high" : "default");
        }

        if (shape == WebhookShape.Plain && secret is not null)
        {
            // With the time in it, so that nobody who overheard it can send it again later.
            var at = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}"));
            content.Headers.Add("X-Holdfast-Timestamp", at);
            content.Headers.Add("X-Holdfast-Signature", "sha256=" + Convert.ToHexStringLower(mac));
        }

        content.Headers.Add("X-Holdfast-Message", message.Id);
        return content;
    }

    private static JsonObject Plain(AlertMessage message, bool again) => new()
    {
        ["id"] = message.Id, ["at"] = message.At, ["kind"] = Word(message.Kind), ["again"] = again, ["organization"] = message.Organization, ["machine"] = message.Machine,
        ["urgent"] = message.IsUrgent, ["title"] = message.Title, ["text"] = message.Text,
        ["items"] = new JsonArray([.. message.Items.Select(i => new JsonObject
        {
            ["key"] = i.Key, ["change"] = i.Change == AlertChange.SeenTo ? "seen to" : Word(i.Change), ["level"] = Word(i.Level), ["about"] = i.About, ["text"] = i.Text, ["do"] = i.Do, ["since"] = i.Since, ["code"] = i.Code, ["seenTo"] = i.SeenTo,
        })]),
    };

    private static JsonObject Card(AlertMessage message) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["content"] = new JsonObject
            {
                ["type"] = "AdaptiveCard", ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json", ["version"] = "1.4",
                ["body"] = new JsonArray([.. message.Text.TrimEnd().Split('\n').Select(line => Run(line, isTitle: false)).Prepend(Run(message.Title, isTitle: true))]),
            },
        }),
    };

    /// <summary>A line of a card. In a run of text nothing is Markdown, whatever a name looks like.</summary>
    private static JsonObject Run(string text, bool isTitle)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text.Length == 0 ? " " : text };
        if (isTitle)
        {
            run["weight"] = "Bolder";
        }

        return new() { ["type"] = "RichTextBlock", ["spacing"] = "None", ["inlines"] = new JsonArray(run) };
    }

    private static JsonObject Event(AlertMessage message, AlertItem item, string? secret) => new()
    {
        ["routing_key"] = secret,
        ["event_action"] = item.Change switch { AlertChange.Over => "resolve", AlertChange.SeenTo => "acknowledge", _ => "trigger" },
        ["dedup_key"] = $"holdfast {message.Organization} {item.Key}",
        ["payload"] = new JsonObject
        {
            ["summary"] = Short($"{item.About}: {item.Text}"), ["source"] = message.Machine, ["severity"] = item.Level == TroubleLevel.Urgent ? "critical" : "warning",
            ["timestamp"] = item.Since, ["group"] = message.Organization, ["component"] = item.About,
        },
    };

    /// <summary>PagerDuty refuses a longer one.</summary>
    private static string Short(string text) => text.Length <= 1000 ? text : text[..999] + "…";

    /// <summary>What Slack would take for a link or a mention; that asterisks mean nothing is said beside it.</summary>
    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Word<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static string Json(JsonObject json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
