using Holdfast.Agent.Orders;
using Holdfast.Protocol;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Agent;

/// <summary>What a host remembers of orders, when files of it are spoilt: nobody is kept from a recovery, and nothing is said that is not known.</summary>
public sealed class OrderLogTests : IDisposable
{
    private static readonly Lead First = new("20260101T120000Z-failover-aaaa", 1, "ann");
    private readonly Scratch _scratch = new();
    private readonly OrderLog _log;

    public OrderLogTests() => _log = new(_scratch["orders"], TimeProvider.System);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("rubbish")]
    public void What_became_of_an_order_whose_record_is_spoilt_is_not_known(string text)
    {
        _log.Hear(First);
        Assert.True(_log.TryBegin(First, "a", "restore"));
        Spoil(".begun", text);
        Assert.Equal(OrderState.Unknown, _log.FateOf(First.Run, "a").State);
        Assert.False(_log.TryBegin(First, "a", "restore")); // It is there, whatever it says: nothing happens twice unasked.
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    public void Who_speaks_now_leads_where_the_record_of_who_led_is_spoilt(string text)
    {
        _log.Hear(First);
        Spoil("lead.json", text);
        _log.Hear(First);
        Assert.Throws<Holdfast.Sources.HostException>(() => _log.Hear(First with { Leader = "bob" }));
    }

    [Fact]
    public void A_run_that_is_long_over_is_forgotten_as_a_whole_and_one_that_is_not_over_is_kept()
    {
        var over = First with { Run = "over" };
        var open = First with { Run = "open" };
        foreach (var lead in new[] { First, over, open })
        {
            _log.Hear(lead);
            Assert.True(_log.TryBegin(lead, "a", "restore"));
        }

        _log.End(First, "a", new Done());
        _log.End(over, "a", new Done());
        Assert.True(_log.TryBegin(over, "b", "restore"));
        _log.End(over, "b", new Done());
        Age(over, 31);
        Age(open, 31);
        _log.ForgetOld();
        Assert.Equal(OrderState.Ended, _log.FateOf(First.Run, "a").State);
        Assert.Equal(OrderState.UnderWay, _log.FateOf("open", "a").State);
        Assert.Equal(OrderState.Unknown, _log.FateOf("over", "a").State);
        Assert.Equal(2, Directory.GetDirectories(_scratch["orders"]).Length);
        Age(open, 401);
        _log.ForgetOld();
        Assert.Equal(OrderState.Unknown, _log.FateOf("open", "a").State);
    }

    public void Dispose() => _scratch.Dispose();

    private void Age(Lead lead, int days)
    {
        var run = Directory.GetDirectories(_scratch["orders"]).Single(r => File.ReadAllText(Path.Join(r, "lead.json")).Contains($"\"{lead.Run}\"", StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(run))
        {
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-days));
        }
    }

    private void Spoil(string end, string text) =>
        File.WriteAllText(Assert.Single(Directory.GetFiles(_scratch["orders"], "*" + end, SearchOption.AllDirectories)), text);
}
