using System.Collections.Immutable;
using Holdfast.Agent.Access;
using Holdfast.Execution.Contexts;
using Holdfast.Recovery.Plans;
using Holdfast.Sources;

namespace Holdfast.Execution.Alerts;

/// <summary>Everything by which a plan's messages leave the machine.</summary>
/// <param name="Heartbeat">Null: the plan names none.</param>
public sealed record AlertChannels(ImmutableArray<IAlertChannel> All, Heartbeat? Heartbeat) : IDisposable
{
    private HttpClient? _client;

    public static AlertChannels Of(PlanContext context)
    {
        if (context.Plan.Plan.Alerts is not { } alerts)
        {
            return new([], null);
        }

        var (client, keys, world) = (WebRequests.NewClient(), new Keyring(context.Clock), context.Plan.Real());
        var all = ImmutableArray.CreateBuilder<IAlertChannel>();
        if (alerts.Mail is { } mail)
        {
            all.Add(new MailChannel(mail, mail.Password is { } password ? Finding(password) : null));
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

        return new(all.ToImmutable(), alerts.Heartbeat is { } beat ? new(FindingUrl(beat), client) : null) { _client = client };

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

/// <summary>An address that is asked after a look that found nothing urgent, so that somebody elsewhere notices silence.</summary>
public sealed class Heartbeat
{
    private readonly Func<CancellationToken, Task<string>> _url;
    private readonly HttpClient _client;

    internal Heartbeat(Func<CancellationToken, Task<string>> url, HttpClient client) => (_url, _client) = (url, client);

    /// <exception cref="AlertException">It was not answered.</exception>
    public async Task BeatAsync(CancellationToken cancellationToken) =>
        await WebRequests.SendAsync(_client, "the heartbeat", await _url(cancellationToken), null, cancellationToken);
}
