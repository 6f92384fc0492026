using Holdfast.Execution.AgentLinks;
using Holdfast.Protocol;
using Xunit;

namespace Holdfast.Tests.Execution.AgentLinks;

/// <summary>What every link to agents promises. Each one's test class inherits it.</summary>
public abstract class AgentLinkContract
{
    protected const string Host = "here";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One that reaches <see cref="Host"/> and no other. Called twice, both reach the same host and its log.</summary>
    private protected abstract IAgentLink New();

    /// <summary>Where relative paths start on the host.</summary>
    private protected abstract string Base { get; }

    private string Folder => Path.Join(Base, "host");

    [Fact]
    public async Task An_order_that_can_be_carried_out_is_and_may_be_sent_again()
    {
        var link = New();
        for (var i = 0; i < 2; i++)
        {
            Assert.IsType<Done>(await link.SendAsync(Host, new OpenHostOrder(Folder), Stop));
        }
    }

    [Fact]
    public async Task What_cannot_be_done_or_delivered_is_a_report()
    {
        var link = New();
        var failed = Assert.IsType<Failed>(await link.SendAsync(Host, new OpenHostOrder("/proc/none/such"), Stop));
        Assert.NotEmpty(failed.Failure.Message);
        Assert.IsType<Failed>(await link.SendAsync(Host, new UnknownOrder(), Stop));
        Assert.IsType<Failed>(await link.SendAsync("elsewhere", new OpenHostOrder(Folder), Stop));
    }

    [Fact]
    public async Task Only_cancellation_is_thrown()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => New().SendAsync(
            Host, new RunCommandOrder(Path.GetTempPath(), ["sleep", "60"], null, TimeSpan.FromMinutes(1)), cancelled.Token));
    }

    [Fact]
    public async Task What_is_under_way_has_ended_when_its_cancellation_is_thrown()
    {
        var link = New();
        await PrepareAsync(link);
        using var cancelled = new CancellationTokenSource();
        var work = link.SendAsync(Host, Command("touch begun; sleep 60; touch late", TimeSpan.FromMinutes(2)), cancelled.Token);
        await UntilAsync(() => File.Exists(Path.Join(Folder, "begun")));
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.DoesNotContain(
            Directory.EnumerateDirectories("/proc").Select(p => Path.Join(p, "cwd")).Where(c => new FileInfo(c).LinkTarget == Folder), static _ => true);
        Assert.Equal(OrderState.Interrupted, (await link.AskAsync(Host, "the-run", "1", Stop)).State);
    }

    [Fact]
    public async Task An_order_of_a_run_is_carried_out_once_however_often_it_is_sent()
    {
        var link = New();
        await PrepareAsync(link);
        var order = Command("echo x >>times; sleep 0.5");
        var reports = await Task.WhenAll(link.SendAsync(Host, order, Stop), link.SendAsync(Host, order, Stop));
        Assert.All(reports, r => Assert.IsType<Done>(r));
        Assert.IsType<Done>(await link.SendAsync(Host, order, Stop));
        Assert.IsType<Done>(await New().SendAsync(Host, order, Stop));
        Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Join(Folder, "times"), Stop));
    }

    [Fact]
    public async Task What_became_of_an_order_is_told_with_its_report()
    {
        var link = New();
        await PrepareAsync(link);
        Assert.Equal(OrderState.Unknown, (await link.AskAsync(Host, "the-run", "1", Stop)).State);
        Assert.IsType<Failed>(await link.SendAsync(Host, Command("echo no >&2; exit 3"), Stop));
        Assert.Equal(OrderState.NeverCame, (await link.AskAsync(Host, "the-run", "2", Stop)).State);
        var fate = await link.AskAsync(Host, "the-run", "1", Stop);
        Assert.Equal(OrderState.Ended, fate.State);
        Assert.Contains("exit code 3: no", Assert.IsType<Failed>(fate.Report).Why, StringComparison.Ordinal);
        Assert.Equal(OrderState.Unknown, (await link.AskAsync("elsewhere", "the-run", "1", Stop)).State);
    }

    [Fact]
    public async Task A_leader_that_was_overtaken_is_refused()
    {
        var link = New();
        await PrepareAsync(link);
        var first = new Instruction("1", new RunCommandOrder(Folder, ["true"], null, TimeSpan.FromSeconds(30)), new("the-run", 1, "a"));
        Assert.IsType<Done>(await link.SendAsync(Host, first, Stop));
        Assert.IsType<Done>(await link.SendAsync(Host, first with { Id = "2", Lead = new("the-run", 2, "b") }, Stop));
        foreach (var lead in new[] { new Lead("the-run", 1, "a"), new Lead("the-run", 2, "c") })
        {
            Assert.Contains("taken over", Assert.IsType<Failed>(await link.SendAsync(Host, first with { Id = "3", Lead = lead }, Stop)).Why, StringComparison.Ordinal);
        }

        Assert.Equal(OrderState.NeverCame, (await link.AskAsync(Host, "the-run", "3", Stop)).State);
    }

    [Fact]
    public async Task Where_relative_paths_start_only_the_host_knows()
    {
        var link = New();
        Assert.IsType<Done>(await link.SendAsync(Host, new OpenHostOrder($"{HostBase.Name}/of the \"plan\""), Stop));
        Assert.True(Directory.Exists(Path.Join(Base, "of the \"plan\"")));
        var report = await link.SendAsync(
            Host, new RunCommandOrder(Base, ["sh", "-c", $"echo {HostBase.Name}/x >{HostBase.Name}/said"], null, TimeSpan.FromSeconds(30)), Stop);
        Assert.IsType<Done>(report);
        Assert.Equal($"{Base}/x\n", await File.ReadAllTextAsync(Path.Join(Base, "said"), Stop));
    }

    [Fact]
    public async Task How_far_an_order_is_is_heard()
    {
        var link = New();
        await PrepareAsync(link);
        var heard = 0;
        Assert.IsType<Done>(await link.SendAsync(Host, Command("true") with { Hear = _ => Interlocked.Increment(ref heard) }, Stop));
        Assert.True(heard > 0);
    }

    private Instruction Command(string line, TimeSpan? timeout = null) =>
        new("1", new RunCommandOrder(Folder, ["sh", "-c", line], null, timeout ?? TimeSpan.FromSeconds(30)), new("the-run", 1, "a"));

    private async Task PrepareAsync(IAgentLink link) => Assert.IsType<Done>(await link.SendAsync(Host, new OpenHostOrder(Folder), Stop));

    private static async Task UntilAsync(Func<bool> so)
    {
        for (var tries = 0; !so(); tries++)
        {
            Assert.True(tries < 600, "it never came");
            await Task.Delay(50, Stop);
        }
    }

    private sealed record UnknownOrder : Order;
}
