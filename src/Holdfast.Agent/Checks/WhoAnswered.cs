using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Services;
using Holdfast.Protocol;
using Holdfast.Sources.Processes;

namespace Holdfast.Agent.Checks;

/// <summary>
/// Holds a right answer against who gave it. A check asks a port, and on the worst day the old server may still listen there: only what
/// the run itself started shows that a system came back.
/// </summary>
internal sealed class WhoAnswered(AgentSettings settings)
{
    // A run is stamped, then begins; clocks count in hundredths. What began this little before it was not there before it.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NamePatience = TimeSpan.FromSeconds(5);

    private const int NameServer = 53; // Asked for addresses by whoever knows only a name.

    internal async Task<Answered> JudgeAsync(CheckSpec check, Attempt attempt, Answerers from, CancellationToken cancellationToken)
    {
        if (check is CommandCheckSpec command)
        {
            return JudgeCommand(command.Asks ?? [], attempt, from);
        }

        var asked = check switch
        {
            HttpCheckSpec http => await AskedByAsync(new(http.Url), cancellationToken),
            SqlCheckSpec { Source.Port: { } port } => new([IPAddress.Loopback], port, "127.0.0.1"),
            _ => null,
        };
        return asked is null ? Answered.Rightly
            : asked.Addresses.Count == 0 ? Answered.Unproven($"{asked.Host} is not this host, so it is not proven that what this run started answered")
            : Judge(Listeners.Of(asked.Addresses, asked.Port), asked.Port, from);
    }

    /// <summary>
    /// A program asks whom it likes. What its words name must all be this run's; of what it was only seen to connect to, something must: it
    /// may ask others beside. One that asks no one reads files, or was too quick to be seen.
    /// </summary>
    private Answered JudgeCommand(IReadOnlyList<int> named, Attempt attempt, Answerers from)
    {
        var byName = Judged(named.Select(port => (Listeners.Of([IPAddress.Loopback, IPAddress.IPv6Loopback], port), port)));
        if (byName.FirstOrDefault(j => j.Wrong is not null) is { } stranger)
        {
            return stranger;
        }

        var here = AddressesHere();
        var others = attempt.Asked.Where(s => s.Port != NameServer).ToLookup(s => IPAddress.IsLoopback(s.Address) || here.Contains(s.Address));
        Answered[] all =
        [
            .. byName,
            .. Judged(others[true].Select(s => (Listeners.Of([s.Address], s.Port), s.Port))),
            .. attempt.AskedSockets.Select(name => JudgeSocket(name, from)),
        ];
        return all.FirstOrDefault(j => j is { Wrong: null, IsUnproven: false })
            ?? all.FirstOrDefault()
            ?? (others[false].FirstOrDefault() is { Address: { } elsewhere }
                ? Answered.Unproven($"it asked {elsewhere}, which is not this host, so it is not proven that what this run started answered")
                : Judged(attempt.AskedBySomebody.Where(s => s.Port != NameServer).Select(s => (Listeners.Of([s.Address], s.Port), s.Port))).Any(j => j.Wrong is not null)
                    ? Answered.Unproven($"while it ran something connected to {Strangers(attempt.AskedBySomebody, from)}, which this run did not start: it is not proven whose answer it was")
                    : Answered.Unseen);

        Answered[] Judged(IEnumerable<(Listeners Listeners, int Port)> asked) =>
            [.. asked.Where(a => a.Listeners.Sockets.Count > 0 || !a.Listeners.IsComplete).Select(a => Judge(a.Listeners, a.Port, from))];
    }

    /// <summary>
    /// A stranger's answer there proves nothing, and is no fault: programs ask daemons of the machine at such sockets on their way, one of containers perhaps.
    /// </summary>
    private Answered JudgeSocket(string name, Answerers from)
    {
        var listeners = Listeners.AtSocket(name);
        return listeners.Sockets.Count == 0 ? Answered.Unproven($"it asked at {name}, and it is not known who answers there, so it is not proven that what this run started did")
            : Worst(listeners, from) is { Standing: Standing.Stranger, Who: var who } ? Answered.Unproven($"{who} answered at {name}, which this run did not start, so it is not proven that what it started answered")
            : Worst(listeners, from) is { Standing: Standing.Neighbour, Who: var neighbour } ? Answered.Unproven(OfNeighbour(neighbour))
            : Worst(listeners, from) is { Standing: Standing.Newcomer, Who: var newcomer } ? Answered.Noted(Newcomer(newcomer))
            : Answered.Rightly;
    }

    private string Strangers(IEnumerable<(IPAddress Address, int Port)> asked, Answerers from) => string.Join(
        ", ",
        asked.Select(s => (Listeners: Listeners.Of([s.Address], s.Port), s.Port))
            .Where(s => s.Listeners.Sockets.Count > 0 && Judge(s.Listeners, s.Port, from).Wrong is not null)
            .Select(s => $"{OpenFiles.Describe(s.Listeners.Sockets[0][0].Pid)} on port {s.Port}")
            .Take(3));

    private Answered Judge(Listeners listeners, int port, Answerers from)
    {
        if (listeners.Sockets.Count == 0)
        {
            return Answered.Unproven(listeners.IsComplete
                ? $"no program of this host listens on port {port}, and still there was an answer: it is not proven who gave it"
                : $"Holdfast may not see who listens on port {port}, so it is not proven that what this run started answered; as root it may");
        }

        var worst = Worst(listeners, from);
        return worst.Standing switch
        {
            Standing.Stranger => Answered.Wrongly(
                $"the answer is right, but {worst.Who} gave it, which this run did not start: it listens on port {port}"
                + (from.Services.Count + from.Units.Count == 0 ? "" : $", and {string.Join(", ", from.Services.Concat(from.Units))} does not")),
            Standing.Neighbour => Answered.Unproven(OfNeighbour(worst.Who)),
            Standing.Newcomer => Answered.Noted(Newcomer(worst.Who)),
            _ => Answered.Rightly,
        };
    }

    private static string OfNeighbour(string who) =>
        $"{who} answered, which this system does not need, so it is not proven that it operates itself (HINT: if it is reached through that, say so in the plan: \"needs:\", or \"answered by: others\" in the check)";

    private static string Newcomer(string who) => $"{who} answered; it began after the run did, and who started it is not known";

    /// <summary>Of whom the run knows least among those that listen: any of them may have answered.</summary>
    private (Standing Standing, string Who) Worst(Listeners listeners, Answerers from)
    {
        var ours = ProcessesOf(from, from.Services);
        var neighbours = from.Neighbours.ToDictionary(n => n, n => ProcessesOf(from, n.Services));
        var (holders, standing) = listeners.Sockets.Select(holders => (Holders: holders, Standing: holders.Max(p => StandingOf(p, ours, neighbours, from)))).MinBy(s => s.Standing);
        var who = OpenFiles.Describe(holders[0].Pid);
        return (standing, standing == Standing.Neighbour && neighbours.Keys.FirstOrDefault(n => IsOf(holders[0], n, neighbours[n], from)) is { } of ? $"{who} of {of.System}" : who);
    }

    private static HashSet<(int Pid, long StartTime)> ProcessesOf(Answerers from, IEnumerable<string> services) =>
    [
        .. services
            .Select(service => new ServiceFolder(from.Folder, service).Read())
            .OfType<ServiceRecord>()
            .Where(record => record.Run is null || record.Run == from.Run)
            .SelectMany(record => record.Family())
            .Select(p => (p.Pid, p.StartTime)),
    ];

    private Standing StandingOf(ProcessEntry process, HashSet<(int, long)> ours, Dictionary<Neighbour, HashSet<(int, long)>> neighbours, Answerers from)
    {
        if (ours.Contains((process.Pid, process.StartTime)) || from.Units.Any(unit => ControlGroup.IsOf(process.Pid, unit)))
        {
            return Standing.Ours;
        }

        if (neighbours.Any(n => IsOf(process, n.Key, n.Value, from)))
        {
            return Standing.Neighbour;
        }

        if (HostMark.Is(process, from.Folder, from.Run))
        {
            return Standing.Ours;
        }

        var isNew = ProcessTable.BeganAt(process, settings.LeaderNow) > from.Began - Slack;
        return from.Commands && isNew ? Standing.Newcomer : Standing.Stranger;
    }

    private static bool IsOf(ProcessEntry process, Neighbour neighbour, HashSet<(int, long)> processes, Answerers from) =>
        processes.Contains((process.Pid, process.StartTime))
        || neighbour.Units.Any(unit => ControlGroup.IsOf(process.Pid, unit))
        || (HostMark.Is(process, from.Folder, from.Run) && HostMark.IsOf(process, neighbour.System));

    /// <summary>Where a web address leads; without addresses: not to this host.</summary>
    private static async Task<Asked> AskedByAsync(Uri url, CancellationToken cancellationToken)
    {
        var here = AddressesHere();
        return new([.. (await AddressesOfAsync(url.DnsSafeHost, cancellationToken)).Where(a => IPAddress.IsLoopback(a) || here.Contains(a))], url.Port, url.Host);
    }

    private static HashSet<IPAddress> AddressesHere() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)];

    private static async Task<IPAddress[]> AddressesOfAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        using var slow = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        slow.CancelAfter(NamePatience);
        try
        {
            return await Dns.GetHostAddressesAsync(host, slow.Token);
        }
        catch (Exception e) when (e is SocketException or ArgumentException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return []; // The question itself was answered a moment ago; whose address it was can't be told any more.
        }
    }

    private sealed record Asked(IReadOnlyList<IPAddress> Addresses, int Port, string Host);

    /// <summary>The worst first.</summary>
    private enum Standing { Stranger, Neighbour, Newcomer, Ours }
}

/// <summary>Whether a right answer counts.</summary>
/// <param name="Wrong">Why it does not.</param>
/// <param name="Note">What is not proven about it.</param>
/// <param name="IsUnproven">Whether another program may have given it.</param>
internal sealed record Answered(string? Wrong, string? Note, bool IsUnproven)
{
    internal static Answered Rightly { get; } = new(null, null, false);

    internal static Answered Wrongly(string why) => new(why, null, false);

    internal static Answered Noted(string what) => new(null, what, false);

    /// <summary>A program said yes, and it is not known what it asked: files, or someone whom no one saw. Only a drill's control tells.</summary>
    internal static Answered Unseen { get; } = new(null, null, true);

    internal static Answered Unproven(string why) => new(null, why, true);
}
