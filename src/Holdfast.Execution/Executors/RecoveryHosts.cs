using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>
/// The hosts that a failover brings systems back on. A drill makes the folder that it works in, so a failover does: neither finds more than the
/// other. A host that is out of reach, or that somebody else owns, holds back what comes back there and nothing else.
/// </summary>
/// <param name="note">Hears which hosts can't be used.</param>
internal sealed class RecoveryHosts(World world, IAgentLink link, TimeProvider clock, Action<string>? note)
{
    /// <summary>For a host to be reached and, where it has none yet, to take the program. Whatever it says meanwhile: somebody may have taken it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="RunRefusedException">No host's folder can be had.</exception>
    public async Task OpenAsync(RecoveryGraph graph, CancellationToken cancellationToken)
    {
        Host[] hosts = [.. graph.Systems.Select(world.RecoveryHostOf).Distinct()];
        var opened = await Task.WhenAll(hosts.Select(async host => (host.Name, Failed: await OpenAsync(host, cancellationToken))));
        var failed = opened.Where(o => o.Failed is not null).ToArray();
        if (failed.Length == hosts.Length && failed is [var (name, first), ..])
        {
            throw new RunRefusedException($"Refused: the folder of host {name} cannot be used: {first!.Why}", first.Hint ?? "See the host.");
        }

        foreach (var (host, why) in failed)
        {
            note?.Invoke($"HOST {host} CANNOT BE USED, so nothing comes back there now; everything else goes on, and \"holdfast run resume\" tries it again: {why!.Failure.OneLine}");
        }
    }

    /// <returns>Why its folder can't be had; null: it is there.</returns>
    private async Task<Failed?> OpenAsync(Host host, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await link.SendAsync(host.Name, new OpenHostOrder(world.FolderOf(host)), either.Token).WaitAsync(either.Token) as Failed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Failed($"it did not answer within {Patience.TotalMinutes:0} min", $"See what {host.Name} does.");
        }
    }
}
