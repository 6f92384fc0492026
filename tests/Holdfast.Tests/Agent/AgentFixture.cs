using Holdfast.Agent;
using Holdfast.Agent.Commands;
using Holdfast.Protocol;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>An agent with a host's folder of its own.</summary>
public abstract class AgentFixture : IDisposable
{
    protected AgentFixture() => Agent = new(Settings);

    protected Scratch Scratch { get; } = new();

    protected AgentSettings Settings => new(TimeProvider.System, Scratch["staging"], new HashSet<string> { "HARBOR_VAULT" });

    protected HostAgent Agent { get; }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected async Task<Done> DoneAsync(Order order) => Assert.IsType<Done>(await Agent.CarryOutAsync(order, Stop));

    protected async Task<Failed> FailedAsync(Order order) => Assert.IsType<Failed>(await Agent.CarryOutAsync(order, Stop));

    public virtual void Dispose()
    {
        Agent.Dispose();
        Scratch.Dispose();
        GC.SuppressFinalize(this);
    }
}
