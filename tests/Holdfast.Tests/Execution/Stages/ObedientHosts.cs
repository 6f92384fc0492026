using Holdfast.Execution.AgentLinks;
using Holdfast.Protocol;

namespace Holdfast.Tests.Execution.Stages;

/// <summary>Hosts that do all they are told, and remember it.</summary>
internal sealed class ObedientHosts : IAgentLink
{
    public List<Order> Orders { get; } = [];

    public Task<Report> SendAsync(string host, Order order, CancellationToken cancellationToken)
    {
        lock (Orders)
        {
            Orders.Add(order);
        }

        return Task.FromResult<Report>(new Done());
    }
}
