using Holdfast.Agent;
using Holdfast.Protocol;
using Holdfast.Stages.AgentLinks;

namespace Holdfast.Cli;

/// <summary>The agent of every host is this process: the plan's hosts are folders of this machine.</summary>
internal sealed class InProcessLink(HostAgent agent) : IAgentLink
{
    public async Task<Report> SendAsync(string host, Order order, CancellationToken cancellationToken)
    {
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
