using Holdfast.Protocol;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Interop.Sources;

/// <summary>A cluster's whole way by orders alone: captured while it works, lost, restored, started, asked.</summary>
public sealed class PostgreSqlRecoveryTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PostgreSqlServer _server;

    public PostgreSqlRecoveryTests() => _server = new(_scratch.Path);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_cluster_comes_back_and_answers()
    {
        await _server.CreateAsync(Stop);
        await _server.RunAsync("CREATE TABLE booking(at timestamptz, who text); INSERT INTO booking VALUES (now(), 'Ada')");
        var repository = new RepositoryAddress("office", _scratch["office"], "command:echo 'key of the office'");
        Assert.IsType<Done>(await _server.Agent.CarryOutAsync(new EnsureRepositoryOrder(repository), Stop));
        var captured = Assert.IsType<Captured>(await _server.Agent.CarryOutAsync(new CaptureOrder("booking", "desk",
            _server.Data, [repository], []), Stop));
        var copy = Assert.Single(captured.Copies);
        Assert.Equal((2, null), (copy.Level, copy.Why));
        var restore = new RestoreOrder("booking", repository, copy.Snapshot!, _server.Data, _scratch.Path, PostgreSqlServer.Owner);

        Assert.Contains("in use by postgres", Assert.IsType<Failed>(await _server.Agent.CarryOutAsync(restore, Stop)).Why,
            StringComparison.Ordinal);
        await _server.StopAsync(Stop);
        Directory.Delete(_server.Cluster, recursive: true);
        Assert.IsType<Done>(await _server.Agent.CarryOutAsync(restore, Stop));
        await _server.StartAsync(Stop);

        var check = new SqlCheckSpec(_server.Data, "postgres", "SELECT max(at) > :disaster - :rpo FROM booking", "true",
            captured.TakenAt, TimeSpan.FromMinutes(1));
        Assert.IsType<Done>(await _server.Agent.CarryOutAsync(new CheckOrder(check, TimeSpan.FromSeconds(10)), Stop));
        Assert.Empty(Directory.GetDirectories(_scratch["staging"]));
    }

    public void Dispose()
    {
        _server.Dispose();
        _scratch.Dispose();
    }
}
