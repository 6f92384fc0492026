using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Holdfast.Sources.Processes;

namespace Holdfast.Tests.Agent;

/// <summary>An agent, and this process as a web server that answers "open": whether it counts is what the tests ask.</summary>
public abstract class AnsweringFixture : AgentFixture
{
    protected const string Run = "20260301T021300Z-failover";

    /// <summary>As long as a server thinks: a connection that is gone at once may be missed.</summary>
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _answering;

    protected AnsweringFixture()
    {
        _listener.Start();
        _answering = AnswerAsync();
    }

    protected static string[] Service { get; } = ["web"];

    protected static TimeSpan ShortTime { get; } = TimeSpan.FromMilliseconds(300);

    protected int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public override void Dispose()
    {
        _listener.Dispose();
        _answering.GetAwaiter().GetResult();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>As if this process were the service.</summary>
    protected void Record(string run, long? startTime = null)
    {
        var self = ProcessTable.Find(Environment.ProcessId)!.Value;
        Scratch.Write(".holdfast/services/web.json", JsonSerializer.Serialize(new
        {
            pid = self.Pid, startTime = startTime ?? self.StartTime, boot = ProcessTable.BootId, command = Service, run,
        }));
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096]);
                await Task.Delay(Thinking, TimeProvider.System);
                await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nopen"));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The test is over: the listener was stopped, while it waited or between two visitors.
        }
    }
}
