using Holdfast.Agent;
using Holdfast.Protocol;
using Holdfast.Stages.AgentLinks;

namespace Holdfast.Cli;

/// <summary>The agent of every host is this process: the plan's hosts are folders of this machine.</summary>
internal sealed class InProcessLink(HostAgent agent) : IAgentLink
{
    public Task<Report> SendAsync(string host, Order order, CancellationToken cancellationToken) =>
        agent.CarryOutAsync(order, cancellationToken);
}
