using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Holdfast.Interop.Programs;

/// <summary>A web server that keeps what it is sent.</summary>
internal sealed class WebSink : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public WebSink()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                Port = FreePort.Take();
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (tries < 10)
            {
                // Somebody else took it meanwhile.
            }
        }

        _serving = ServeAsync();
    }

    public int Port { get; }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    public ConcurrentQueue<(string Method, string Path, WebHeaderCollection Headers, string Body)> Got { get; } = [];

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            Got.Enqueue((context.Request.HttpMethod, context.Request.RawUrl ?? "", (WebHeaderCollection)context.Request.Headers, await reader.ReadToEndAsync()));
            context.Response.StatusCode = Status;
            context.Response.Close();
        }
    }
}
