using Holdfast.Protocol;

namespace Holdfast.Execution.AgentLinks;

/// <summary>Each host by the link that reaches it.</summary>
/// <param name="here">Reaches all hosts that are this machine.</param>
/// <param name="others">By the name of the host.</param>
public sealed class HostLinks(IAgentLink here, IReadOnlyDictionary<string, IAgentLink> others) : IAgentLink
{
    public Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken) =>
        (others.GetValueOrDefault(host) ?? here).SendAsync(host, instruction, cancellationToken);

    public Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken) =>
        (others.GetValueOrDefault(host) ?? here).AskAsync(host, run, id, cancellationToken);
}
