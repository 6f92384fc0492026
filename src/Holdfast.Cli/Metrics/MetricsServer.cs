using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Presentation.Metrics;

namespace Holdfast.Cli.Metrics;

/// <summary>
/// Answers <c>GET /metrics</c> with what the last look found. It knows no other page, asks nobody who he is, and holds up nothing: a port that is taken, or a
/// client that never ends his question, keeps no copy from being taken.
/// </summary>
internal sealed class MetricsServer : IAsyncDisposable
{
    private const int AtOnce = 8, LongestQuestion = 8192;

    /// <summary>For one question and its answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);

    private readonly IPEndPoint _at;
    private readonly TimeProvider _clock;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _free = new(AtOnce, AtOnce);
    private readonly Task _serving;

    private MetricsServer(IPEndPoint at, LastMetrics last, TimeProvider clock, Action<string> warn)
    {
        (_at, _clock, _warn, Last) = (at, clock, warn, last);
        _serving = Task.Run(ServeAsync, CancellationToken.None);
    }

    public LastMetrics Last { get; }

    /// <param name="at">Null: nobody asked for it.</param>
    public static MetricsServer? Start(IPEndPoint? at, string organization, TimeProvider clock, Action<string> warn)
    {
        if (at is null)
        {
            return null;
        }

        if (!IPAddress.IsLoopback(at.Address))
        {
            warn($"whoever reaches {at} reads the metrics: names of systems and repositories, and how old their copies are. Nobody is asked who he is.");
        }

        return new(at, new(organization, clock), clock, warn);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        for (var ended = 0; ended < AtOnce; ended++)
        {
            await _free.WaitAsync(); // Whoever is being answered hears that it ends.
        }

        _free.Dispose();
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        for (string? told = null; !_ending.IsCancellationRequested;)
        {
            try
            {
                using var listener = new TcpListener(_at);
                listener.Start();
                told = null;
                await AcceptAsync(listener);
            }
            catch (Exception e) when (!_ending.IsCancellationRequested) // Whatever it is: copies are taken all the same, and whoever asks sees that nobody answers.
            {
                if (told != e.Message)
                {
                    _warn($"metrics are not served at {_at}: {e.Message}. It is tried again every minute.");
                    told = e.Message;
                }

                await Task.WhenAny(Task.Delay(TryAgain, _clock, _ending.Token));
            }
            catch (Exception) // It is ending, and whatever that broke off is broken off.
            {
                return;
            }
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            await _free.WaitAsync(_ending.Token);
            try
            {
                _ = AnswerAsync(await listener.AcceptSocketAsync(_ending.Token)); // It ends within its patience, and never fails.
            }
            catch // Whatever it was: nobody is being answered. It is thrown on.
            {
                _free.Release();
                throw;
            }
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            late.CancelAfter(Patience);
            await using var stream = new NetworkStream(client, ownsSocket: true);
            await stream.WriteAsync(AnswerTo(await QuestionAsync(stream, late.Token)), late.Token);
            client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever asked went away, or was too slow; he asks again.
        }
        finally
        {
            _free.Release();
        }
    }

    /// <returns>Everything up to the empty line; null: it is too long, or ended before.</returns>
    private static async Task<string?> QuestionAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var (bytes, length) = (new byte[LongestQuestion], 0);
        while (length < bytes.Length && await stream.ReadAsync(bytes.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                return Encoding.ASCII.GetString(bytes, 0, end);
            }
        }

        return null;
    }

    private byte[] AnswerTo(string? question)
    {
        if (question?.Split("\r\n") is not [var first, .. var headers] || first.Split(' ') is not [var method, var target, ['H', 'T', 'T', 'P', '/', ..]])
        {
            return Answer("400 Bad Request", "That is no question in HTTP.\n");
        }

        return !IsForUs(headers) ? Answer("403 Forbidden", "This is served to this machine alone, and not by that name.\n")
            : method is not ("GET" or "HEAD") ? Answer("405 Method Not Allowed", "Only GET is answered.\n", "Allow: GET, HEAD\r\n")
            : target.Split('?')[0] != "/metrics" ? Answer("404 Not Found", "The metrics are at /metrics.\n")
            : Answer("200 OK", Last.Text, body: method == "GET");
    }

    /// <summary>
    /// What only this machine is to reach, a page of the web could reach through a browser of this machine, by a name of its own that leads here. Names of
    /// other machines are therefore not answered to.
    /// </summary>
    private bool IsForUs(string[] headers)
    {
        if (!IPAddress.IsLoopback(_at.Address))
        {
            return true;
        }

        var host = headers.Where(h => h.StartsWith("host:", StringComparison.OrdinalIgnoreCase)).Select(h => h["host:".Length..].Trim()).FirstOrDefault() ?? "";
        var name = host.LastIndexOf(':') is > 0 and var colon && !host.EndsWith(']') ? host[..colon] : host;
        return name.Length == 0 || name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(name.Trim('[', ']'), out _);
    }

    private static byte[] Answer(string status, string text, string header = "", bool body = true)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var head = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: {(status[0] == '2' ? Exposition.ContentType : "text/plain; charset=utf-8")}\r\nContent-Length: {content.Length}\r\nCache-Control: no-store\r\n{header}Connection: close\r\n\r\n");
        return body ? [.. head, .. content] : head;
    }
}
