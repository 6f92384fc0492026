using System.Collections.Immutable;
using Holdfast.Agent.Access;
using Holdfast.Execution.Contexts;
using Holdfast.Recovery.Plans;
using Holdfast.Sources;

namespace Holdfast.Execution.Alerts;

/// <summary>Everything by which a plan's messages leave the machine.</summary>
public sealed class AlertChannels : IDisposable
{
    private readonly HttpClient? _client;

    internal AlertChannels(ImmutableArray<IAlertChannel> all, Heartbeat? heartbeat = null, HttpClient? client = null) => (All, Heartbeat, _client) = (all, heartbeat, client);

    public ImmutableArray<IAlertChannel> All { get; }

    /// <summary>Null: the plan names none.</summary>
    internal Heartbeat? Heartbeat { get; }

    public static AlertChannels Of(PlanContext context)
    {
        if (context.Plan.Plan.Alerts is not { } alerts)
        {
            return new([]);
        }

        var (client, keys, world) = (WebRequests.NewClient(), new Keyring(context.Clock), context.Plan.Real());
        var all = ImmutableArray.CreateBuilder<IAlertChannel>();
        if (alerts.Mail is { } mail)
        {
            // Each by itself: one address that a server refuses keeps nobody else from hearing, and makes nobody hear twice.
            var password = mail.Password is { } kept ? Finding(kept) : null;
            all.AddRange(mail.To.Select(to => new MailChannel(mail, to, isForUnanswered: false, password, context.Clock)));
            all.AddRange((alerts.Escalation?.To ?? []).Select(to => new MailChannel(mail, to, isForUnanswered: true, password, context.Clock)));
        }

        foreach (var (number, webhook) in alerts.Webhooks.Index())
        {
            all.Add(new WebhookChannel(
                $"webhook {number + 1} ({Words.Of(webhook.Shape)})", webhook.Shape, FindingUrl(webhook.Url), webhook.Key is { } key ? Finding(key) : null, client, context.Clock));
        }

        if (alerts.Command is { } command)
        {
            all.Add(new CommandChannel(command, context.Plan.Folder, context.Clock));
        }

        return new(all.ToImmutable(), alerts.Heartbeat is { } beat ? new(FindingUrl(beat), client) : null, client);

        Func<CancellationToken, Task<string>> FindingUrl(HiddenUrl url) => url.Kept is { } kept ? Finding(kept) : _ => Task.FromResult(url.Text!);

        Func<CancellationToken, Task<string>> Finding(KeyReference reference) => async cancellation =>
        {
            try
            {
                return (await keys.ResolveAsync(world.ReferenceOf(reference), cancellation)).Reveal();
            }
            catch (HostException e)
            {
                throw new AlertException(e.Message, e.Hint, e);
            }
        };
    }

    public void Dispose() => _client?.Dispose();
}
