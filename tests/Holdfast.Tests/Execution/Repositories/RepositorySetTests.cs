using System.Net;
using System.Net.Sockets;
using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>A good repository beside one whose server refuses, swallows everything, or answers a byte at a time.</summary>
public sealed class RepositorySetTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly List<string> _told = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Server => $"rest:http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/x";

    public async ValueTask InitializeAsync()
    {
        await using var made = await Repository.InitAsync(Locations.Open(_scratch["near"]), new Password("key"), TimeProvider.System, Stop);
        _server.Start();
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("swallows")]
    [InlineData("trickles")]
    public async Task One_copy_is_enough_to_go_on_and_the_other_is_named(string how)
    {
        var at = Server;
        if (how == "refuses")
        {
            _server.Stop();
        }
        else
        {
            _ = ServeAsync(trickles: how == "trickles");
        }

        var begun = TimeProvider.System.GetTimestamp();
        await using var set = await OpenAsync(at, new(TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(150)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalHours, 0, 1); // Far less than patience, however long other tests hold up this one's turn.
        Assert.Equal(["near"], set.Open.Keys);
        Assert.Equal(["far"], set.Closed.Keys);
        Assert.Matches("^it has not answered within [0-9.]+ s", set.Closed["far"]);
    }

    [Fact]
    public async Task Where_nothing_else_is_open_a_server_is_waited_for_as_long_as_patience_lasts_and_its_retries_are_heard()
    {
        _server.Stop();
        await using var set = await OpenAsync($"rest:http://127.0.0.1:9/x", new(TimeSpan.FromSeconds(1.2)));
        Assert.StartsWith("it did not answer within 1.2 s: looking for config: ", set.Closed["far"], StringComparison.Ordinal);
        Assert.Contains(_told, t => t.StartsWith("far: ", StringComparison.Ordinal) && t.Contains("trying again in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_read_is_told()
    {
        var damaged = new string('a', 64);
        File.WriteAllText(Path.Combine(_scratch["near"], "snapshots", damaged), "");
        await using var set = await OpenAsync(Server, new(TimeSpan.FromDays(1), TimeSpan.Zero));
        Assert.Equal(["near"], set.Open.Keys);
        Assert.Contains(_told, t => t.StartsWith("near: 1 snapshot cannot be read", StringComparison.Ordinal) && t.Contains(damaged[..8], StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_comes_late_is_taken()
    {
        var key = new TaskCompletionSource<Password>();
        Directory.Move(_scratch["near"], _scratch["far"]);
        await using var made = await Repository.InitAsync(Locations.Open(_scratch["near"]), new Password("key"), TimeProvider.System, Stop);
        await using var set = await OpenAsync("far", new(TimeSpan.FromDays(1), TimeSpan.Zero), reference => reference == "env:FAR" ? key.Task : Task.FromResult(new Password("key")));
        Assert.Equal(["near"], set.Open.Keys);
        key.SetResult(new Password("key"));
        await set.WaitForAsync(["far"], Stop);
        Assert.Empty(set.Closed);
        Assert.Equal(["far", "near"], set.Open.Keys);
    }

    [Theory]
    [InlineData("near/.")]
    [InlineData("link")]
    public async Task One_store_under_two_names_is_one_copy(string other)
    {
        File.CreateSymbolicLink(_scratch["link"], _scratch["near"]);
        await using var set = await OpenAsync(other, new(TimeSpan.FromDays(1)));
        Assert.Equal(["near"], set.Open.Keys);
        Assert.StartsWith("it is the same storage as near", set.Closed["far"], StringComparison.Ordinal);
    }

    /// <summary>A copy of a whole repository has the same id, and is another store all the same.</summary>
    [Fact]
    public async Task A_copy_of_a_whole_repository_is_another_store()
    {
        foreach (var file in Directory.EnumerateFiles(_scratch["near"], "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_scratch["clone"], Path.GetRelativePath(_scratch["near"], file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await using var set = await OpenAsync("clone", new(TimeSpan.FromDays(1)));
        Assert.Equal(["far", "near"], set.Open.Keys);
    }

    [Fact]
    public async Task A_wrong_key_is_told_at_once()
    {
        await using var made = await Repository.InitAsync(Locations.Open(_scratch["other"]), new Password("key"), TimeProvider.System, Stop);
        await using var set = await OpenAsync("other", new(TimeSpan.FromDays(1)), reference => Task.FromResult(new Password(reference == "env:FAR" ? "wrong" : "key")));
        Assert.Contains("wrong password", set.Closed["far"], StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _over.Cancel();
        _server.Dispose();
        _over.Dispose();
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RepositorySet> OpenAsync(string far, RepositoryAsking asking, Func<string, Task<Password>>? keys = null)
    {
        RepositoryPlace[] places = [new("near", "near", "office", new(KeyKind.Env, "NEAR")), new("far", far, "office", new(KeyKind.Env, "FAR"))];
        var plan = ExamplePlans.Read(ExamplePlans.HarborDental) with { Repositories = [.. places] };
        var world = new World(plan, _scratch.Path, drill: false, new Dictionary<string, RepositoryAddress>());
        return await RepositorySet.OpenAsync(
            world,
            places,
            (reference, _) => keys is null ? Task.FromResult(new Password("key")) : keys(reference),
            TimeProvider.System,
            asking with { Tell = text => { lock (_told) { _told.Add(text); } } },
            Stop);
    }

    private async Task ServeAsync(bool trickles)
    {
        try
        {
            var clients = new List<TcpClient>();
            while (true)
            {
                var client = await _server.AcceptTcpClientAsync(_over.Token);
                clients.Add(client);
                if (trickles)
                {
                    _ = TrickleAsync(client);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TrickleAsync(TcpClient client)
    {
        try
        {
            foreach (var one in Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + new string('x', 1000)))
            {
                await client.GetStream().WriteAsync(new[] { one }, _over.Token);
                await Task.Delay(100, _over.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The test is over, or whoever asked has gone.
        }
    }
}
