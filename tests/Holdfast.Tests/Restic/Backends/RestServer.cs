using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Rest;

namespace Holdfast.Tests.Restic.Backends;

/// <summary>What a client asked of the server.</summary>
internal sealed record RestRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    internal (int From, int To)? Range => Headers.TryGetValue("range", out var range)
        && range["bytes=".Length..].Split('-') is [var from, var to] ? (int.Parse(from, null), int.Parse(to, null)) : null;
}

/// <summary>What goes back: the bytes of the whole answer; null: the line is cut without one.</summary>
internal delegate byte[]? RestAnswer(RestRequest request);

/// <summary>
/// A small server of restic's REST protocol, over TCP or a Unix socket, with or without TLS. It can be told to answer some requests in any way at all, down to the byte.
/// </summary>
internal sealed class RestServer : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _serving;
    private readonly List<RestBackend> _clients = [];

    internal RestServer(EndPoint? at = null, SslServerAuthenticationOptions? tls = null)
    {
        at ??= new IPEndPoint(IPAddress.Loopback, 0);
        _tls = tls;
        _listener = new(at.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(at);
        _listener.Listen();
        _serving = ServeAsync();
    }

    internal static BackendSettings Settings { get; } = new() { Cache = CacheUse.None, Clock = new HastyClock() };

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    internal ConcurrentDictionary<string, byte[]> Files { get; } = [];

    internal ConcurrentQueue<RestRequest> Requests { get; } = [];

    /// <summary>Asked first; null: the request is served as it should be.</summary>
    internal Func<RestRequest, RestAnswer?> Instead { get; set; } = static _ => null;

    internal bool ListsInVersion1 { get; set; }

    /// <summary>A client of it, which ends with it.</summary>
    internal RestBackend Open(BackendSettings? settings = null, string? location = null)
    {
        var backend = RestBackend.Open(RestLocation.Parse(location ?? $"rest:http://user:secret@localhost:{Port}/r"), settings ?? Settings);
        _clients.Add(backend);
        return backend;
    }

    internal static byte[] Answer(int status, ReadOnlySpan<byte> body, int? length = null, string headers = "") =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {length ?? body.Length}\r\nConnection: close\r\n{headers}\r\n"), .. body];

    internal byte[] Serve(RestRequest request) => (request.Method, request.Target) switch
    {
        ("POST", "/r/?create=true") => Answer(200, []),
        ("GET", var target) when target.EndsWith('/') => List(target),
        ("GET", var target) => Get(target, request.Range),
        ("HEAD", var target) => Files.TryGetValue(target, out var file) ? Answer(200, [], file.Length) : Answer(404, []),
        ("POST", var target) => Answer(Files.TryAdd(target, request.Body) ? 200 : 403, []),
        ("DELETE", var target) => Answer(Files.TryRemove(target, out _) ? 200 : 404, []),
        _ => Answer(400, []),
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _end.CancelAsync();
        _listener.Dispose();
        await _serving;
        _end.Dispose();
    }

    private byte[] List(string target)
    {
        var entries = Files.Where(f => f.Key.StartsWith(target, StringComparison.Ordinal)).Select(f => ListsInVersion1
            ? $"\"{f.Key[target.Length..]}\""
            : $"{{\"name\":\"{f.Key[target.Length..]}\",\"size\":{f.Value.Length}}}");
        return Answer(200, Encoding.ASCII.GetBytes($"[{string.Join(',', entries)}]"));
    }

    private byte[] Get(string target, (int From, int To)? range)
    {
        if (!Files.TryGetValue(target, out var file))
        {
            return Answer(404, []);
        }

        if (range is not var (from, to))
        {
            return Answer(200, file);
        }

        to = Math.Min(to, file.Length - 1);
        return from >= file.Length
            ? Answer(416, [], headers: $"Content-Range: bytes */{file.Length}\r\n")
            : Answer(206, file.AsSpan(from..(to + 1)), headers: $"Content-Range: bytes {from}-{to}/{file.Length}\r\n");
    }

    private async Task ServeAsync()
    {
        List<Task> clients = [];
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await _listener.AcceptAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var line = new NetworkStream(client, ownsSocket: true);
            Stream stream = line;
            if (_tls is not null)
            {
                var secured = new SslStream(line);
                await secured.AuthenticateAsServerAsync(_tls, _end.Token);
                stream = secured;
            }

            if (await ReadAsync(stream) is { } request)
            {
                Requests.Enqueue(request);
                var answer = Instead(request) is { } other ? other(request) : Serve(request);
                if (answer is not null)
                {
                    await stream.WriteAsync(answer, _end.Token);
                    await stream.FlushAsync(_end.Token);
                }
            }

            if (stream is SslStream tls)
            {
                await tls.ShutdownAsync();
                await tls.DisposeAsync();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, as some of the tests want it.
        }
    }

    private async Task<RestRequest?> ReadAsync(Stream stream)
    {
        List<byte> head = [];
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _end.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(l => l.Split(": ", 2)).ToDictionary(h => h[0].ToLowerInvariant(), h => h[1]);
        var body = new byte[headers.TryGetValue("content-length", out var length) ? int.Parse(length, null) : 0];
        await stream.ReadExactlyAsync(body, _end.Token);
        return lines[0].Split(' ') is [var method, var target, _] ? new(method, target, headers, body) : null;
    }
}
