using System.Collections.Concurrent;
using Holdfast.Execution.AgentLinks;
using Holdfast.Protocol;
using Holdfast.Tests.Execution.Executors;
using Xunit;

namespace Holdfast.Tests.Execution.AgentLinks;

/// <summary>What takes long is spoken of while it goes on.</summary>
public sealed class ToldLinkTests
{
    private readonly ConcurrentQueue<string> _told = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restore_that_takes_long_says_how_far_it_is_and_a_short_one_nothing()
    {
        var link = new ToldLink(new Moving(this), _told.Enqueue, new RushingClock(100));
        Assert.IsType<Done>(await link.SendAsync("far", Instruction.Alone(Restore("quick")), Stop));
        Assert.Empty(_told);
        Assert.IsType<Done>(await link.SendAsync("far", Instruction.Alone(Restore("slow")), Stop));
        Assert.StartsWith("restoring slow on far: 1.5 GB of 3.0 GB, for ", _told.First(), StringComparison.Ordinal);
    }

    private static RestoreOrder Restore(string system) => new(system, new("vault", "/vault", "env:KEY"), "1", new("files", "/data"), "/", null);

    private sealed class Moving(ToldLinkTests told) : IAgentLink
    {
        public async Task<Report> SendAsync(string host, Instruction instruction, CancellationToken cancellationToken)
        {
            instruction.Hear(new(instruction.Id, 1_500_000_000, 3_000_000_000));
            instruction.Hear(new(instruction.Id)); // A sign of life says nothing of how far it is.
            for (var tries = 0; ((RestoreOrder)instruction.Order).System == "slow" && told._told.IsEmpty; tries++)
            {
                Assert.True(tries < 600, "nothing was said");
                await Task.Delay(50, cancellationToken);
            }

            return new Done();
        }

        public Task<Fate> AskAsync(string host, string run, string id, CancellationToken cancellationToken) => Task.FromResult(Fate.UnknownOf(id));
    }
}
