using System.Net.Sockets;
using System.Text;
using Holdfast.Protocol;

namespace Holdfast.Agent.Checks;

/// <summary>Asks a web address. Only that one: no proxy stands between, no redirect leads elsewhere.</summary>
internal sealed class HttpQuestion(TimeProvider time) : IDisposable
{
    private const int MostRead = 1024 * 1024;
    private static readonly TimeSpan PerAttempt = TimeSpan.FromSeconds(5);

    // Every attempt its own connection: one kept from before a restart would answer for the wrong server.
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero,
    }) { Timeout = Timeout.InfiniteTimeSpan };

    internal async Task<string?> WhatIsWrongAsync(HttpCheckSpec spec, CancellationToken cancellation)
    {
        using var slow = new CancellationTokenSource(PerAttempt, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(new(spec.Method), spec.Url);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(response, either.Token);
            var status = (int)response.StatusCode;
            if (status != spec.Status) return $"answered {status}: {Short(body)}";
            return spec.Contains is null || body.Contains(spec.Contains, StringComparison.Ordinal)
                ? null
                : $"answered {status} without \"{spec.Contains}\": {Short(body)}";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {PerAttempt.TotalSeconds:0} s";
        }
        catch (HttpRequestException e)
        {
            return Innermost(e) is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? "connection refused"
                : Innermost(e).Message;
        }
        catch (Exception e) when (e is UriFormatException or InvalidOperationException or NotSupportedException or IOException or FormatException)
        {
            return e.Message;
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MostRead];
        var got = await body.ReadAtLeastAsync(buffer, MostRead, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, got);
    }

    private static string Short(string body)
    {
        var line = body.ReplaceLineEndings(" ").Trim();
        return line.Length > 120 ? $"{line[..120]}..." : line.Length > 0 ? line : "(nothing)";
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
