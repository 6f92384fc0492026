using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks;

/// <summary>The way to the agents of the plan's hosts.</summary>
/// <remarks>
/// Promises: an order that cannot be delivered or that fails is a <see cref="Failed"/> report, not an exception; only cancellation
/// throws, after the order has ended on its host or the host is out of reach. An order of a run that is sent again with the same id is not
/// carried out a second time. Every order goes through <see cref="Wire"/>, also to an agent in this process.
/// </remarks>
public interface IAgentLink
{
    Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken);

    /// <summary>What became of an order of a run; unknown where the host can't be reached or can't tell.</summary>
    Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken);
}

/// <summary>An order, and what it is sent with.</summary>
/// <param name="Id">Names the order among all of its run.</param>
/// <param name="Lead">Null: it belongs to no run, and may be repeated.</param>
public sealed record Instruction(string Id, Order Order, Lead? Lead = null)
{
    /// <summary>Hears how far it is; from any thread.</summary>
    public Action<Progress> Hear { get; init; } = static _ => { };

    public static Instruction Alone(Order order) => new(Guid.NewGuid().ToString("N"), order);
}

public static class SingleOrders
{
    /// <summary>Sends an order that belongs to no run.</summary>
    public static Task<Report> SendAsync(this IAgentLink link, string host, Order order, CancellationToken cancellationToken) =>
        link.SendAsync(host, Instruction.Alone(order), cancellationToken);
}
