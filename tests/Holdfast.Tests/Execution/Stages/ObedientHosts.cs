using Holdfast.Execution.AgentLinks;
using Holdfast.Protocol;

namespace Holdfast.Tests.Execution.Stages;

/// <summary>Hosts that do all they are told, and remember it.</summary>
internal sealed class ObedientHosts : IAgentLink
{
    public List<Order> Orders { get; } = [];

    public Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken) => Task.FromResult(Fate.UnknownOf(id));

    public Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken)
    {
        lock (Orders)
        {
            Orders.Add(instruction.Order);
        }

        return Task.FromResult<Report>(new Done());
    }
}
