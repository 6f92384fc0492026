using Holdfast.Agent;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Orders;
using Holdfast.Execution.AgentLinks;
using Holdfast.Tests.Sources;

namespace Holdfast.Tests.Execution.AgentLinks;

public sealed class InProcessLinkTests : AgentLinkContract, IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly AgentDesk _desk;

    public InProcessLinkTests() => _desk = new(AgentSettings.Default, _scratch.Path, new OrderLog(_scratch["orders"], TimeProvider.System));

    private protected override string Base => _scratch.Path;

    public void Dispose()
    {
        _desk.Dispose();
        _scratch.Dispose();
    }

    private protected override IAgentLink New() => new InProcessLink(_desk, new HashSet<string> { "elsewhere" });
}
