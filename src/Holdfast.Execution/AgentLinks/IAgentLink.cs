using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks;

/// <summary>The way to the agents of the plan's hosts.</summary>
/// <remarks>
/// Promises: an order that cannot be delivered or that fails is a <see cref="Failed"/> report, not an exception; only cancellation
/// throws. An order may be sent again when it is not known whether it arrived.
/// </remarks>
public interface IAgentLink
{
    Task<Report> SendAsync(string host, Order order, CancellationToken cancellationToken);
}
