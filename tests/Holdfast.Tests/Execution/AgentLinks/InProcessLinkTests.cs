using Holdfast.Agent;
using Holdfast.Agent.Commands;
using Holdfast.Execution.AgentLinks;
using Holdfast.Tests.Sources;

namespace Holdfast.Tests.Execution.AgentLinks;

public sealed class InProcessLinkTests : AgentLinkContract, IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly HostAgent _agent = new(AgentSettings.Default);

    private protected override string Folder => _scratch["host"];

    public void Dispose()
    {
        _agent.Dispose();
        _scratch.Dispose();
    }

    private protected override IAgentLink New() => new InProcessLink(_agent, new HashSet<string> { "elsewhere" });
}
