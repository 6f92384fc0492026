using System.Globalization;
using System.Net;

namespace Holdfast.Sources.Processes;

/// <summary>
/// Sees whom a program and what it starts connect to, over TCP or a Unix socket, while they run. It looks many times a second, so a connection that lives shorter than
/// that may be missed: what was seen is so, what was not seen may be so all the same.
/// </summary>
public sealed class ConnectionWatch(TimeProvider time)
{
    // Most checks ask at once and are gone: the first moments are looked at closely.
    private static readonly TimeSpan Closely = TimeSpan.FromMilliseconds(300), Often = TimeSpan.FromMilliseconds(2), Seldom = TimeSpan.FromMilliseconds(40);

    /// <summary>The system itself, which is asked for names and told what happened by programs that know nothing of it.</summary>
    private static readonly string[] OfTheSystem = ["/run/systemd/", "/run/dbus/", "/run/nscd/", "/var/run/nscd/", "/var/lib/sss/", "/dev/log"];

    private readonly HashSet<(IPAddress Address, int Port)> _asked = [];
    private readonly HashSet<string> _askedSockets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<TcpSocket> _before = [.. Connections()];

    /// <summary>Where the program or one of its children was connected to.</summary>
    public IReadOnlyCollection<(IPAddress Address, int Port)> Asked => _asked;

    /// <summary>The names of the Unix sockets at which it or one of its children was connected to somebody; those of the system itself left out.</summary>
    public IReadOnlyCollection<string> AskedSockets => _askedSockets;

    /// <summary>
    /// Where on this host someone connected to since the watch began. The kernel remembers a connection for a while after its end, but not
    /// whose it was; so this may be the program that was watched, or any other.
    /// </summary>
    public IReadOnlyCollection<(IPAddress Address, int Port)> AskedBySomebody()
    {
        var listening = TcpTable.Read().Where(s => s.IsListening).Select(s => s.Port).ToHashSet();
        return [.. Connections().Where(s => !_before.Contains(s) && listening.Contains(s.PeerPort) && !listening.Contains(s.Port)).Select(s => (s.PeerAddress, s.PeerPort)).Distinct()];
    }

    /// <summary>Looks until it is told to stop.</summary>
    public async Task RunAsync(int pid, CancellationToken stop)
    {
        for (var begun = time.GetTimestamp(); !stop.IsCancellationRequested;)
        {
            Look(pid);
            try
            {
                await Task.Delay(time.GetElapsedTime(begun) < Closely ? Often : Seldom, time, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // Who holds it, if anyone still does, is no part of which connection it is.
    private static IEnumerable<TcpSocket> Connections() => TcpTable.Read().Where(s => !s.IsListening).Select(s => s with { Inode = "" });

    private void Look(int pid)
    {
        var held = Family(pid).SelectMany(OpenFiles.Of).Where(name => name.StartsWith("socket:[", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        if (held.Count == 0)
        {
            return;
        }

        var sockets = TcpTable.Read().ToArray();
        LookAtUnixSockets(held.Except(sockets.Select(s => $"socket:[{s.Inode}]")));
        var own = sockets.Where(s => s.IsListening).Select(s => s.Port).ToHashSet();
        foreach (var socket in sockets.Where(s => !s.IsListening && held.Contains($"socket:[{s.Inode}]") && !own.Contains(s.Port)))
        {
            _asked.Add((socket.PeerAddress, socket.PeerPort)); // One whose own port is listened on was accepted and not asked.
        }
    }

    private void LookAtUnixSockets(IEnumerable<string> held)
    {
        foreach (var socket in held.Where(s => !_known.Contains(s)))
        {
            if (uint.TryParse(socket["socket:[".Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var inode) && UnixSockets.PeerNameOf(inode) is { } name)
            {
                _known.Add(socket); // Not before: it may be about to connect.
                if (!Array.Exists(OfTheSystem, place => name.StartsWith(place, StringComparison.Ordinal)))
                {
                    _askedSockets.Add(name);
                }
            }
        }
    }

    /// <summary>From the kernel's list of children, which costs a few files and not the whole of <c>/proc</c>.</summary>
    private static IEnumerable<int> Family(int pid)
    {
        yield return pid;
        foreach (var child in ChildrenOf(pid))
        {
            foreach (var one in Family(child))
            {
                yield return one;
            }
        }
    }

    private static IEnumerable<int> ChildrenOf(int pid)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task"))
                .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It ended while it was looked at.
        }
    }
}
