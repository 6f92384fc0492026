using Holdfast.Execution.AgentLinks;
using Holdfast.Protocol;
using Xunit;

namespace Holdfast.Tests.Execution.AgentLinks;

/// <summary>What every link to agents promises. Each one's test class inherits it.</summary>
public abstract class AgentLinkContract
{
    protected const string Host = "here";

    /// <summary>One that reaches <see cref="Host"/> and no other.</summary>
    private protected abstract IAgentLink New();

    /// <summary>A folder on that host, which is made when it is asked for.</summary>
    private protected abstract string Folder { get; }

    [Fact]
    public async Task An_order_that_can_be_carried_out_is_and_may_be_sent_again()
    {
        var link = New();
        for (var i = 0; i < 2; i++)
        {
            Assert.IsType<Done>(await link.SendAsync(Host, new OpenHostOrder(Folder), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task What_cannot_be_done_or_delivered_is_a_report()
    {
        var link = New();
        var failed = Assert.IsType<Failed>(await link.SendAsync(Host, new OpenHostOrder("/proc/none/such"), TestContext.Current.CancellationToken));
        Assert.NotEmpty(failed.Failure.Message);
        Assert.IsType<Failed>(await link.SendAsync(Host, new UnknownOrder(), TestContext.Current.CancellationToken));
        Assert.IsType<Failed>(await link.SendAsync("elsewhere", new OpenHostOrder(Folder), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_cancellation_is_thrown()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => New().SendAsync(
            Host, new RunCommandOrder(Path.GetTempPath(), ["sleep", "60"], null, TimeSpan.FromMinutes(1)), cancelled.Token));
    }

    private sealed record UnknownOrder : Order;
}
