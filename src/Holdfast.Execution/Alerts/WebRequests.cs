namespace Holdfast.Execution.Alerts;

/// <summary>Asks an address of the web and says what came of it, without the address: that is often the secret.</summary>
internal static class WebRequests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Follows no redirection: what is said goes where the plan says, and nowhere else.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) }) { Timeout = Patience };

    /// <param name="content">Null: it is only asked for.</param>
    /// <exception cref="AlertException">The answer was none, or no success.</exception>
    public static async Task SendAsync(HttpClient client, string name, string address, HttpContent? content, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new AlertException($"what is kept for {name} is no address of the web (it is not shown: it may be a secret)", "put https://... there");
        }

        try
        {
            using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, url) { Content = content };
            request.Headers.UserAgent.ParseAdd("holdfast");
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new AlertException($"{name} answered {(int)answer.StatusCode} {answer.ReasonPhrase}", "check the address and its key under alerts:");
            }
        }
        catch (HttpRequestException e)
        {
            throw new AlertException($"{name} could not be reached: {e.InnerException?.Message ?? e.Message}", "check the address under alerts:, and that this machine may reach it", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AlertException($"{name} did not answer within {Patience.TotalSeconds:0} s", null, e);
        }
    }
}
