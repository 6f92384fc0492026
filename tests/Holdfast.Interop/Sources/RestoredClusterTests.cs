using Holdfast.Protocol;
using Holdfast.Sources.Kinds.PostgreSql;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Interop.Sources;

/// <summary>What a restored cluster must not do any more, asked of the server that starts on it.</summary>
public sealed class RestoredClusterTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PostgreSqlServer _server;

    public RestoredClusterTests() => _server = new(_scratch.Path);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_archives_nothing_is_on_a_timeline_of_its_own_and_takes_writes(bool drill)
    {
        var archive = Directory.CreateDirectory(_scratch["archive"]).FullName;
        File.SetUnixFileMode(archive, (UnixFileMode)0b111_111_111);
        await _server.CreateAsync(Stop);
        await ConfigureAsync($"archive_mode = on\narchive_command = 'cp %p {archive}/%f'\nsynchronous_standby_names = 'office'\nsynchronous_commit = local\n");
        await _server.RunAsync("CREATE TABLE booking(who text); INSERT INTO booking VALUES ('Ada')");
        var restored = await LoseAndRestoreAsync(drill);
        Assert.Contains("its archiving is off", restored.Note, StringComparison.Ordinal);
        Assert.Contains("waits for no standby", restored.Note, StringComparison.Ordinal);

        var before = Directory.GetFiles(archive).Length;
        await _server.StartAsync(Stop);
        Assert.Equal("off", await AskAsync("SHOW archive_mode"));
        Assert.Equal("(disabled)", await AskAsync("SHOW archive_command"));
        Assert.Equal("", await AskAsync("SELECT setting FROM pg_file_settings WHERE name = 'archive_command' AND applied"));
        Assert.Equal("", await AskAsync("SHOW synchronous_standby_names"));
        Assert.Equal(drill ? "0" : "4", await AskAsync("SHOW max_logical_replication_workers"));
        Assert.Equal("00000002", await AskAsync("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"));
        Assert.Equal("Ada", await AskAsync("SELECT who FROM booking"));
        Assert.Null(await ProbeAsync());
        await _server.RunAsync("SELECT pg_switch_wal()");
        Assert.Equal(before, Directory.GetFiles(archive).Length);

        // An operator's word ends it.
        await _server.RunAsync("ALTER SYSTEM SET archive_mode = on");
        await _server.RunAsync($"ALTER SYSTEM SET archive_command = 'cp %p {archive}/%f'");
        await _server.StopAsync(Stop);
        await _server.StartAsync(Stop);
        Assert.Equal("on", await AskAsync("SHOW archive_mode"));
    }

    [Fact]
    public async Task A_copy_of_a_standby_comes_back_as_a_server_that_takes_writes()
    {
        await _server.CreateAsync(Stop);
        await _server.RunAsync("CREATE TABLE booking(who text); INSERT INTO booking VALUES ('Ada')");

        // The cluster itself becomes a standby of a server that is not there any more.
        await _server.StopAsync(Stop);
        await File.WriteAllTextAsync(Path.Combine(_server.Cluster, "standby.signal"), "", Stop);
        await File.AppendAllTextAsync(Path.Combine(_server.Cluster, "postgresql.auto.conf"), "primary_conninfo = 'host=127.0.0.1 port=1'\nrecovery_target_time = '2099-01-01'\n", Stop);
        await _server.OwnAsync(Stop);
        await _server.StartStandbyAsync(Stop);
        Assert.Contains("it is a standby", await ProbeAsync(), StringComparison.Ordinal);

        var restored = await LoseAndRestoreAsync(drill: false);
        Assert.Contains("copied from a standby", restored.Note, StringComparison.Ordinal);
        await _server.StartAsync(Stop);
        Assert.Equal("false", await AskAsync("SELECT pg_is_in_recovery()"));
        Assert.Equal("", await AskAsync("SHOW primary_conninfo"));
        Assert.Equal("Ada", await AskAsync("SELECT who FROM booking"));
        Assert.Null(await ProbeAsync());
    }

    [Fact]
    public async Task A_server_that_refuses_writes_does_not_pass_and_one_who_may_make_no_tables_can_still_tell()
    {
        await _server.CreateAsync(Stop);
        await _server.RunAsync($"CREATE ROLE reader LOGIN PASSWORD '{PostgreSqlServer.Password}'");
        Assert.Null(await ProbeAsync("reader"));
        await _server.RunAsync("ALTER DATABASE postgres SET default_transaction_read_only = on");
        Assert.Contains("it takes no write", await ProbeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_names_the_old_folder_does_not_lead_the_server_there()
    {
        await _server.CreateAsync(Stop);
        await _server.StopAsync(Stop);
        await File.AppendAllTextAsync(Path.Combine(_server.Cluster, "postgresql.conf"), "data_directory = '/var/lib/postgresql/elsewhere'\nexternal_pid_file = '/run/elsewhere.pid'\n", Stop);
        await new PostgreSqlSource(_server.Cluster, _server.Port, "harbor", PostgreSqlServer.FindPassword, TimeProvider.System).FinishRestoreAsync(drill: false, Stop);
        await _server.OwnAsync(Stop);
        await _server.StartAsync(Stop);
        Assert.Equal(_server.Cluster, await AskAsync("SHOW data_directory"));
        Assert.Equal("", await AskAsync("SHOW external_pid_file"));
    }

    public void Dispose()
    {
        _server.Dispose();
        _scratch.Dispose();
    }

    private async Task ConfigureAsync(string settings)
    {
        await _server.StopAsync(Stop);
        await File.AppendAllTextAsync(Path.Combine(_server.Cluster, "postgresql.conf"), settings, Stop);
        await _server.StartAsync(Stop);
    }

    private async Task<Done> LoseAndRestoreAsync(bool drill)
    {
        var repository = new RepositoryAddress("office", _scratch["office"], "command:echo 'key of the office'");
        Assert.IsType<Done>(await _server.Agent.CarryOutAsync(new EnsureRepositoryOrder(repository), Stop));
        var captured = Assert.IsType<Captured>(await _server.Agent.CarryOutAsync(new CaptureOrder("booking", "desk", _server.Data, [repository], []), Stop));
        await _server.StopAsync(Stop);
        Directory.Delete(_server.Cluster, recursive: true);
        var restore = new RestoreOrder("booking", repository, captured.Copies.Single().Snapshot!, _server.Data, _scratch.Path, PostgreSqlServer.Owner, Drill: drill);
        return Assert.IsType<Done>(await _server.Agent.CarryOutAsync(restore, Stop));
    }

    private async Task<string> AskAsync(string query) => await PostgreSqlQuestion.AskAsync(
        _server.Port, "harbor", await PostgreSqlServer.FindPassword(Stop), "postgres", new(query, DateTimeOffset.UnixEpoch, TimeSpan.Zero), Stop);

    private async Task<string?> ProbeAsync(string user = "harbor") =>
        await PostgreSqlWriteProbe.WhatIsWrongAsync(_server.Port, user, await PostgreSqlServer.FindPassword(Stop), "postgres", Stop);
}
