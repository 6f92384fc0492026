using System.Net;
using System.Net.Sockets;
using Holdfast.Agent;
using Holdfast.Agent.Commands;
using Holdfast.Agent.Orders;
using Holdfast.Execution.AgentLinks;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.AgentLinks;

/// <summary>A host at the other end of a line, each connection with an agent of its own and all with one log, as behind ssh.</summary>
public sealed class RemoteLinkTests : AgentLinkContract, IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private readonly List<RemoteLink> _links = [];
    private readonly List<Agent> _agents = [];
    private readonly List<string> _told = [];
    private bool _unreachable;
    private TimeProvider _hostClock = TimeProvider.System;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected override string Base => _scratch.Path;

    [Fact]
    public async Task What_goes_on_while_the_line_is_cut_is_taken_up_and_not_done_twice()
    {
        var link = New();
        var order = new Instruction("1", Command("echo x >>times; sleep 2"), new("the-run", 1, "a"));
        var work = link.SendAsync(Host, order, Stop);
        await WrittenAsync("times");
        _agents[0].Cut();
        Assert.IsType<Done>(await work);
        Assert.Equal("x\n", await File.ReadAllTextAsync(_scratch["times"], Stop));
        Assert.Equal(2, _agents.Count);
    }

    [Fact]
    public async Task A_host_that_does_not_come_back_leaves_it_open_whether_it_was_done()
    {
        var link = (RemoteLink)New();
        var work = link.SendAsync(Host, new("1", Command("touch begun; sleep 1"), new("the-run", 1, "a")), Stop);
        await WrittenAsync("begun");
        _unreachable = true;
        _agents[0].Cut();
        var failed = Assert.IsType<Failed>(await work);
        Assert.Equal(FailureCode.Interrupted, failed.Code);
        Assert.Contains("not known whether it was done", failed.Why, StringComparison.Ordinal);
        Assert.Equal(OrderState.Unknown, (await link.AskAsync(Host, "the-run", "1", Stop)).State);
        _unreachable = false;
        await Task.Delay(1500, Stop);
        Assert.Equal(OrderState.Ended, (await link.AskAsync(Host, "the-run", "1", Stop)).State);
    }

    [Theory]
    [InlineData(120, "is 2 h 0 min ahead of")]
    [InlineData(-3 * 24 * 60, "is 3 days behind")]
    [InlineData(0, null)]
    public async Task A_copy_of_a_host_whose_clock_is_wrong_is_dated_by_the_one_that_leads_and_it_is_told(int minutes, string? told)
    {
        _hostClock = new Shifted(TimeSpan.FromMinutes(minutes));
        Directory.CreateDirectory(_scratch["documents"]);
        await File.WriteAllTextAsync(_scratch["documents/a.txt"], "a", Stop);
        await File.WriteAllTextAsync(_scratch["key"], "a key", Stop);
        File.SetUnixFileMode(_scratch["key"], UnixFileMode.UserRead);
        var vault = new RepositoryAddress("vault", _scratch["vault"], $"file:{_scratch["key"]}");
        var link = New();
        Assert.IsType<Done>(await link.SendAsync(Host, new EnsureRepositoryOrder(vault), Stop));
        var before = TimeProvider.System.GetUtcNow();
        var captured = Assert.IsType<Captured>(await link.SendAsync(Host, new CaptureOrder("documents", "desk", new SourceSpec("files", _scratch["documents"]), [vault], []), Stop));
        Assert.InRange(captured.TakenAt, before.AddSeconds(-3), TimeProvider.System.GetUtcNow().AddSeconds(3));
        var copy = Assert.Single(captured.Copies);
        Assert.InRange(copy.VerifiedAt!.Value, before.AddSeconds(-3), TimeProvider.System.GetUtcNow().AddSeconds(3));
        await using var repository = await Holdfast.Restic.Repository.OpenAsync(
            Holdfast.Restic.Locations.Open(vault.At), new Holdfast.Restic.Crypto.Password("a key"), TimeProvider.System, Stop);
        Assert.Equal(captured.TakenAt, Assert.Single(await repository.SnapshotsAsync(Stop)).Time);
        if (told is null)
        {
            Assert.Empty(_told);
            Assert.Empty(copy.Warnings);
        }
        else
        {
            Assert.Contains($"the clock of host {Host} {told}", Assert.Single(_told), StringComparison.Ordinal);
            Assert.Contains($"the clock of desk {told}", Assert.Single(copy.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_no_run_needs_ends_with_the_line()
    {
        var link = (RemoteLink)New();
        var work = link.SendAsync(Host, Command("touch begun; sleep 60; touch late"), Stop);
        await WrittenAsync("begun");
        _unreachable = true;
        _agents[0].Cut();
        Assert.IsType<Failed>(await work);
        await _agents[0].Served.WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    [Fact]
    public async Task Keys_are_lent_for_the_order_and_written_nowhere()
    {
        const string key = "the key \ud800 of the vault"; // A key may be of any characters, such as half a pair.
        var link = NewLink((reference, _) => Task.FromResult<string?>(reference == "env:VAULT" ? key : null));
        var lead = new Lead("the-run", 1, "a");
        var made = await link.SendAsync(Host, new("1", new EnsureRepositoryOrder(new("vault", _scratch["vault"], "env:VAULT")), lead), Stop);
        Assert.NotNull(Assert.IsType<Done>(made).Note);
        var refused = await link.SendAsync(Host, new("2", new EnsureRepositoryOrder(new("vault", _scratch["vault"], "env:OTHER")), lead), Stop);
        Assert.Contains("OTHER", Assert.IsType<Failed>(refused).Why, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_scratch["orders"], "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("of the vault", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
            Assert.DoesNotContain("bwBmACAAdABoAGUA", await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_answers_says_where_and_when_it_is()
    {
        var connection = await ((RemoteLink)New()).ConnectAsync(Stop);
        Assert.Equal(_scratch.Path, connection.Greeting.Base);
        Assert.Equal(Environment.MachineName, connection.Greeting.Machine);
        Assert.InRange(connection.ClockOffset, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        Assert.True(connection.Greeting.FreeBytes > 0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links)
        {
            await link.DisposeAsync();
        }

        foreach (var agent in _agents)
        {
            agent.Cut();
            await agent.Served;
            agent.Dispose();
        }

        _scratch.Dispose();
    }

    private protected override IAgentLink New() => NewLink(static (_, _) => Task.FromResult<string?>(null));

    private RemoteLink NewLink(Func<string, CancellationToken, Task<string?>> lend)
    {
        var link = new RemoteLink(Host, OpenAsync, lend, TimeProvider.System, _told.Add) { Patience = TimeSpan.FromSeconds(1) };
        _links.Add(link);
        return link;
    }

    private Task<AgentConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (_unreachable)
        {
            throw new FailureException(new(FailureCode.Host, "no route to it") { MayPass = true });
        }

        var agent = new Agent(_scratch.Path, _scratch["orders"], _hostClock);
        _agents.Add(agent);
        return agent.ConnectAsync(cancellationToken);
    }

    private RunCommandOrder Command(string line) => new(_scratch.Path, ["sh", "-c", line], null, TimeSpan.FromMinutes(2));

    private async Task WrittenAsync(string file)
    {
        for (var tries = 0; !File.Exists(_scratch[file]); tries++)
        {
            Assert.True(tries < 600, $"{file} never came");
            await Task.Delay(50, Stop);
        }
    }

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }

    /// <summary>One agent and the line to it.</summary>
    private sealed class Agent : IDisposable
    {
        private readonly NetworkStream _line;

        public Agent(string folder, string log, TimeProvider clock)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndpoint);
            _line = new(client, ownsSocket: true);
            var other = new NetworkStream(listener.AcceptSocket(), ownsSocket: true);
            var desk = new AgentDesk(AgentSettings.Default with { Time = clock }, folder, new OrderLog(log, TimeProvider.System));
            Served = Task.Run(async () =>
            {
                using var session = new AgentSession(desk, other, other, TimeProvider.System);
                await session.RunAsync(CancellationToken.None);
                await other.DisposeAsync();
                desk.Dispose();
            });
        }

        public void Dispose() => _line.Dispose();

        public Task Served { get; }

        public Task<AgentConnection> ConnectAsync(CancellationToken cancellationToken) =>
            AgentConnection.OpenAsync(_line, new LineReader(_line), () => Task.FromResult(Cut()), TimeProvider.System, cancellationToken);

        public string Cut()
        {
            Dispose();
            return "the line was cut";
        }
    }
}
