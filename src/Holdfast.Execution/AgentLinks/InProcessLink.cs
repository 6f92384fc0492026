using Holdfast.Agent;
using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks;

/// <summary>The agent of every host is this process: the plan's hosts are folders of this machine.</summary>
/// <param name="remote">Hosts that the plan reaches otherwise. Nothing of theirs may happen here by mistake.</param>
public sealed class InProcessLink(HostAgent agent, IReadOnlySet<string> remote) : IAgentLink
{
    public async Task<Report> SendAsync(string host, Order order, CancellationToken cancellationToken)
    {
        if (remote.Contains(host))
        {
            return new Failed($"host {host} is reached over ssh, which this version does not do", "Work on that host itself, with a plan in which it has no  ssh:");
        }

        try
        {
            return await agent.CarryOutAsync(order, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException) // A link's promise: whatever goes wrong with an order is its report.
        {
            return new Failed($"{order.GetType().Name} on {host} failed unexpectedly: {e.Message}", "This is a fault of Holdfast; the order may be repeated.");
        }
    }
}
