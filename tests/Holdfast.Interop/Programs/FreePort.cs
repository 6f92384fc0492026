using System.Net;
using System.Net.Sockets;

namespace Holdfast.Interop.Programs;

/// <summary>A port of this machine that nobody uses just now.</summary>
internal static class FreePort
{
    internal static int Take()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
