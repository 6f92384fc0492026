using System.Globalization;
using System.Net;

namespace Holdfast.Sources.Processes;

/// <summary>Who listens on a TCP port of this host, from <c>/proc</c>.</summary>
/// <param name="Sockets">Each socket that would answer, by whom it is held: a server and its workers may share one.</param>
/// <param name="IsComplete">False: one more belongs to a process that we may not look into. As root we see all, else our own user's.</param>
public sealed record TcpListeners(IReadOnlyList<IReadOnlyList<ProcessEntry>> Sockets, bool IsComplete)
{
    private const string Listening = "0A"; // TCP_LISTEN of the kernel's net/tcp_states.h
    private const int InodeField = 9; // as proc_pid_net(5) lists the fields of net/tcp

    /// <summary>Those that answer whoever connects to one of the addresses; a socket bound to the address itself comes before one bound to all.</summary>
    public static TcpListeners Of(IReadOnlyList<IPAddress> asked, int port)
    {
        var listening = Read("/proc/net/tcp").Concat(Read("/proc/net/tcp6")).Where(s => s.Port == port).ToArray();
        return HeldBy([.. asked.SelectMany(address => Answering(listening, address)).Distinct()]);
    }

    /// <summary>Those that listen on the port at whatever address.</summary>
    public static TcpListeners OnAnyAddress(int port) => HeldBy([.. Read("/proc/net/tcp").Concat(Read("/proc/net/tcp6")).Where(s => s.Port == port)]);

    private static IEnumerable<Socket> Answering(Socket[] listening, IPAddress address)
    {
        var exact = listening.Where(s => s.Address.Equals(address)).ToArray();
        return exact.Length > 0 ? exact : listening.Where(s => s.Address.Equals(IPAddress.IPv6Any) || s.Address.Equals(IPAddress.Any));
    }

    private static TcpListeners HeldBy(Socket[] sockets)
    {
        if (sockets.Length == 0)
        {
            return new([], true);
        }

        var holders = HoldersOf(sockets.Select(s => $"socket:[{s.Inode}]").ToHashSet(StringComparer.Ordinal));
        return new(holders, holders.Count == sockets.Length);
    }

    private static List<IReadOnlyList<ProcessEntry>> HoldersOf(HashSet<string> sockets)
    {
        var holders = new Dictionary<string, List<ProcessEntry>>(StringComparer.Ordinal);
        foreach (var process in ProcessTable.All().Where(p => p.IsAlive))
        {
            foreach (var socket in OpenFiles.Of(process.Pid).Where(sockets.Contains).Distinct())
            {
                (holders.TryGetValue(socket, out var list) ? list : holders[socket] = []).Add(process);
            }
        }

        return [.. holders.Values];
    }

    private static IEnumerable<Socket> Read(string table)
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
            if (fields.Length > InodeField && fields[3] == Listening && fields[1].Split(':') is [var address, var port])
            {
                yield return new(AddressOf(address), int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture), fields[InodeField]);
            }
        }
    }

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

    private readonly record struct Socket(IPAddress Address, int Port, string Inode);
}
