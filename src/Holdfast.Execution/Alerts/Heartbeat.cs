namespace Holdfast.Execution.Alerts;

/// <summary>An address that is asked after a look that found nothing urgent, so that somebody elsewhere notices silence.</summary>
/// <param name="url">Finds it; it may be a secret.</param>
internal sealed class Heartbeat(Func<CancellationToken, Task<string>> url, HttpClient client)
{
    /// <exception cref="AlertException">It was not answered.</exception>
    public async Task BeatAsync(CancellationToken cancellationToken) =>
        await WebRequests.SendAsync(client, "the heartbeat", await url(cancellationToken), content: null, cancellationToken);
}
