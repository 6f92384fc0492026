using System.Net.Sockets;
using System.Text;

namespace Holdfast.Cli.Upkeep;

/// <summary>What systemd hears of a service of type <c>notify</c> (sd_notify(3)): that it is ready, that it is alive, what it does. Nothing where none listens.</summary>
internal sealed class ServiceManager : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _to;
    private Timer? _beating;

    private ServiceManager(string? path)
    {
        if (path is ['/' or '@', _, ..])
        {
            _to = new(path[0] == '@' ? "\0" + path[1..] : path);
            _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        }
    }

    public static ServiceManager FromEnvironment() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>It keeps its schedule from now on. As long as this process gets to run it says so; one that hangs is started again by systemd.</summary>
    public void Ready(string status)
    {
        Say($"READY=1\nSTATUS={status}");
        _beating ??= new(_ => Say("WATCHDOG=1"), null, TimeSpan.Zero, Beat);
    }

    public void Stopping() => Say("STOPPING=1");

    public void Dispose()
    {
        _beating?.Dispose();
        _socket?.Dispose();
    }

    private void Say(string text)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(text), _to!);
        }
        catch (SocketException)
        {
            // It is systemd's loss; copies go on.
        }
    }
}
