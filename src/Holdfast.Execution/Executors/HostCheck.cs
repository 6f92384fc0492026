using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;

namespace Holdfast.Execution.Executors;

/// <summary>Whether each host can be reached and has what recovery will need of it. Nothing is touched but that an agent is put where one is missing.</summary>
/// <param name="here">Reaches the hosts that are this machine.</param>
/// <param name="reach">The link to a host that is another machine.</param>
/// <param name="known">The repositories of the plan that were written to before.</param>
public sealed class HostCheck(World world, IAgentLink here, Func<Host, RemoteLink> reach, IReadOnlyCollection<string> known)
{
    /// <summary>Whatever a host says meanwhile, it does not hold up what is said of the others for longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>All at once.</summary>
    public async Task<ImmutableArray<CheckedHost>> RunAsync(IEnumerable<Host> hosts, CancellationToken cancellationToken) =>
        [.. await Task.WhenAll(hosts.Select(host => BoundedAsync(host, cancellationToken)))];

    private async Task<CheckedHost> BoundedAsync(Host host, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await CheckAsync(host, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(host.Name, null, null, null, null, [])
            {
                Unreachable = new(FailureCode.Host, $"it did not answer within {Patience.TotalMinutes:0} min", $"See what {host.Name} does."),
            };
        }
    }

    private async Task<CheckedHost> CheckAsync(Host host, CancellationToken cancellationToken)
    {
        if (host.Ssh is null)
        {
            return await LookAsync(host, here, null, cancellationToken);
        }

        await using var link = reach(host);
        try
        {
            return await LookAsync(host, link, await link.ConnectAsync(cancellationToken), cancellationToken);
        }
        catch (FailureException e)
        {
            return new(host.Name, null, null, null, null, []) { Unreachable = e.Failure };
        }
    }

    private async Task<CheckedHost> LookAsync(Host host, IAgentLink link, AgentConnection? connection, CancellationToken cancellationToken)
    {
        var report = await link.SendAsync(host.Name, OrderFor(host), cancellationToken);
        if (report is not HostSeen seen)
        {
            return new(host.Name, connection?.Greeting, connection?.ClockOffset, connection?.RoundTrip, null, [])
            {
                Unreachable = (report as Failed)?.Failure ?? new(FailureCode.Host, $"the agent answered with {report.GetType().Name}"),
            };
        }

        var findings = ImmutableArray.CreateBuilder<HostFinding>();
        if (connection?.ClockAhead is { } ahead)
        {
            findings.Add(new("clock", false, $"it {ClockWord.Of(ahead)} this machine's: set the wrong one; until then copies taken there are dated by this machine's"));
        }

        var needed = world.Plan.Systems.Where(s => s.RecoversOn == host.Name).Sum(s => s.Size?.Bytes ?? 0);
        if (seen.FreeBytes is { } free && needed > 0)
        {
            findings.Add(new("disk", free >= needed, free >= needed ? null : $"{free / 1e9:0.0} GB are free, and the systems that recover here hold {needed / 1e9:0.0} GB by the plan"));
        }

        // What a container or a quota leaves may be a little less than what was bought.
        if (connection?.Greeting.MemoryBytes is { } memory && host.Memory is { } planned)
        {
            findings.Add(new("memory", memory >= planned.Bytes * 0.9, memory >= planned.Bytes * 0.9 ? null : $"it has {memory / 1e9:0.0} GB, and {planned} by the plan"));
        }

        return new(host.Name, connection?.Greeting, connection?.ClockOffset, connection?.RoundTrip, seen.FreeBytes, [.. findings, .. seen.Findings.Select(AsIsNow)]);
    }

    /// <summary>A repository that was never written to is no fault of the host: the first copy makes it.</summary>
    private HostFinding AsIsNow(HostFinding seen) => seen.Unmade is { } name && !known.Contains(name) && world.Plan.Systems.Any(s => s.Protection?.To.Contains(name) == true)
        ? seen with { Good = null, Note = "it is not there; if no copy was ever made, the first \"holdfast protect\" makes it" }
        : seen;

    private LookAtHostOrder OrderFor(Host host)
    {
        var systems = world.Plan.Systems.Where(s => s.RecoversOn == host.Name).ToArray();
        var steps = systems.SelectMany(s => s.Recover).Select(s => s.Action).ToArray();
        string[] programs =
        [
            .. steps.OfType<ServiceAction>().Select(s => s.Command[0]),
            .. steps.OfType<CommandAction>().Select(c => c.Command[0]),
            .. steps.OfType<CommandCheck>().Select(c => c.Command[0]),
            .. steps.OfType<UnitAction>().Any() ? ["systemctl"] : Array.Empty<string>(),
        ];
        string?[] users = [.. steps.OfType<ServiceAction>().Select(s => s.As), .. steps.OfType<CommandAction>().Select(c => c.As), .. steps.OfType<RestoreAction>().Select(r => r.Owner)];

        // Where the systems run now they have their ports.
        var idle = world.Plan.Systems.All(s => s.RunsOn != host.Name);
        return new(
            world.FolderOf(host),
            [.. programs.Distinct().Select(p => world.Filled(host, p)).Where(p => !IsRestored(p, host))],
            [.. users.OfType<string>().Distinct()],
            [.. steps.OfType<UnitAction>().Select(u => u.Unit).Distinct()],
            idle ? [.. host.Settings.Ports.Values] : [],
            [.. AddressesFor(host)]);
    }

    /// <summary>A program within the host's folder comes with the data.</summary>
    private bool IsRestored(string program, Host host) =>
        program.Contains('/', StringComparison.Ordinal) && Path.GetFullPath(program, world.FolderOf(host)).StartsWith(world.FolderOf(host).TrimEnd('/') + "/", StringComparison.Ordinal);

    private IEnumerable<RepositoryAddress> AddressesFor(Host host)
    {
        var names = world.Plan.Systems.Where(s => s.RunsOn == host.Name || s.RecoversOn == host.Name).SelectMany(s => s.Protection?.To ?? []).Distinct();
        foreach (var name in names)
        {
            RepositoryAddress? address = null;
            try
            {
                address = world.AddressOf(world.Plan.RepositoryNamed(name), host);
            }
            catch (FailureException)
            {
                // It is a folder of the machine that leads: the step that needs it says so, and another copy may do.
            }

            if (address is not null)
            {
                yield return address;
            }
        }
    }
}

/// <summary>What was seen of one host.</summary>
/// <param name="Greeting">Null: it is this machine, or no one answered.</param>
/// <param name="ClockOffset">How far its clock is ahead of this machine's.</param>
public sealed record CheckedHost(string Name, Greeting? Greeting, TimeSpan? ClockOffset, TimeSpan? RoundTrip, long? FreeBytes, ImmutableArray<HostFinding> Findings)
{
    /// <summary>Why it could not be asked; null: it answered.</summary>
    public Failure? Unreachable { get; init; }

    public bool IsGood => Unreachable is null && Findings.All(f => f.Good != false);
}
