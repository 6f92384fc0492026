using System.Globalization;
using System.Net;

namespace Holdfast.Sources.Processes;

/// <summary>A TCP socket of this host, as the kernel lists it.</summary>
/// <param name="Port">Its own; <paramref name="PeerPort"/> is the other end's.</param>
/// <param name="Inode">As the descriptors of who holds it name it; 0 when no one does any more.</param>
internal readonly record struct TcpSocket(IPAddress Address, int Port, IPAddress PeerAddress, int PeerPort, bool IsListening, string Inode);

/// <summary>The TCP sockets of this host, from <c>/proc</c>.</summary>
internal static class TcpTable
{
    private const string Listening = "0A"; // TCP_LISTEN of the kernel's net/tcp_states.h
    private const int StateField = 3, InodeField = 9; // as proc_pid_net(5) lists the fields of net/tcp

    internal static IEnumerable<TcpSocket> Read() => Read("/proc/net/tcp").Concat(Read("/proc/net/tcp6"));

    private static IEnumerable<TcpSocket> Read(string table)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(table);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break; // A kernel without IPv6 has no table of it.
        }

        foreach (var line in lines.Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > InodeField && fields[1].Split(':') is [var address, var port] && fields[2].Split(':') is [var peer, var peerPort])
            {
                yield return new(AddressOf(address), Number(port), AddressOf(peer), Number(peerPort), fields[StateField] == Listening, fields[InodeField]);
            }
        }
    }

    private static int Number(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // The kernel prints the address as words of the machine's own order: on x64 each group of four bytes is turned round.
    private static IPAddress AddressOf(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        if (BitConverter.IsLittleEndian)
        {
            for (var word = 0; word < bytes.Length; word += sizeof(int))
            {
                Array.Reverse(bytes, word, sizeof(int));
            }
        }

        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
