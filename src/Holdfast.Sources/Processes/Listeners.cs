using System.Net;

namespace Holdfast.Sources.Processes;

/// <summary>Who listens on a TCP port or at a Unix socket of this host, from <c>/proc</c>.</summary>
/// <param name="Sockets">Each socket that would answer, by whom it is held: a server and its workers may share one.</param>
/// <param name="IsComplete">False: one more belongs to a process that we may not look into. As root we see all, else our own user's.</param>
public sealed record Listeners(IReadOnlyList<IReadOnlyList<ProcessEntry>> Sockets, bool IsComplete)
{
    /// <summary>Those that answer whoever connects to one of the addresses; a socket bound to the address itself comes before one bound to all.</summary>
    public static Listeners Of(IReadOnlyList<IPAddress> asked, int port)
    {
        var listening = TcpTable.Read().Where(s => s.IsListening && s.Port == port).ToArray();
        return HeldBy([.. asked.SelectMany(address => Answering(listening, address)).Distinct()]);
    }

    /// <summary>Those that listen on the port at whatever address.</summary>
    public static Listeners OnAnyAddress(int port) => HeldBy([.. TcpTable.Read().Where(s => s.IsListening && s.Port == port)]);

    /// <summary>Those that listen at a Unix socket of that name. A name of the file system may be another place in another mount namespace, so there may be several.</summary>
    public static Listeners AtSocket(string name) => HeldBy(UnixSockets.Listening()[name].ToHashSet(StringComparer.Ordinal));

    private static IEnumerable<TcpSocket> Answering(TcpSocket[] listening, IPAddress address)
    {
        var exact = listening.Where(s => s.Address.Equals(address)).ToArray();
        return exact.Length > 0 ? exact : listening.Where(s => s.Address.Equals(IPAddress.IPv6Any) || s.Address.Equals(IPAddress.Any));
    }

    private static Listeners HeldBy(TcpSocket[] sockets) => HeldBy(sockets.Select(s => s.Inode).ToHashSet(StringComparer.Ordinal));

    private static Listeners HeldBy(HashSet<string> inodes)
    {
        if (inodes.Count == 0)
        {
            return new([], true);
        }

        var holders = HoldersOf(inodes.Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal));
        return new(holders, holders.Count == inodes.Count);
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
}
