using Holdfast.Sources;
using Holdfast.Sources.Kinds.PostgreSql;
using Holdfast.Sources.Processes;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Interop.Sources;

/// <summary>What a base backup leaves out is kept with it or told, and what comes back is a server that is written to.</summary>
public sealed class PostgreSqlCopyTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PostgreSqlServer _server;

    public PostgreSqlCopyTests() => _server = new(_scratch.Path);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_whose_configuration_is_elsewhere_comes_back_with_it()
    {
        await _server.CreateAsync(Stop);
        await _server.StopAsync(Stop);
        var etc = MoveConfigurationTo("etc", $"""
            data_directory = '{_server.Cluster}'
            hba_file = '{_scratch["etc"]}/pg_hba.conf'   # as Debian has it
            ident_file = '{_scratch["etc"]}/pg_ident.conf'
            external_pid_file = '/nowhere/15-main.pid'
            ssl = on
            ssl_cert_file = '/nowhere/snakeoil.pem'
            include_dir = 'conf.d'
            """);
        Directory.CreateDirectory(Path.Combine(etc, "conf.d"));
        await File.WriteAllTextAsync(Path.Combine(etc, "conf.d", "size.conf"), "work_mem = '7MB'\n", Stop);
        await OpenAsync(etc);
        await _server.StartAsync(Stop, "-c", $"config_file={etc}/postgresql.conf", "-c", "ssl=off", "-c", "external_pid_file=");
        await _server.RunAsync("CREATE TABLE entry(id int); INSERT INTO entry VALUES (7)");
        var source = Source();
        await using var capture = await source.CaptureAsync(_scratch["staging"], Stop);

        Assert.Empty((await source.VerifyAsync(capture, Stop)).Warnings);

        await _server.StopAsync(Stop);
        Directory.Delete(etc, recursive: true);
        await RestoreAsync(source, capture);
        await _server.OwnAsync(Stop);
        await _server.StartAsync(Stop);
        Assert.Equal("7", await AskAsync("SELECT id FROM entry"));
        Assert.Equal("7MB", await AskAsync("SHOW work_mem"));
    }

    [Fact]
    public async Task The_tables_that_hold_something_are_told_of_every_database_and_partitions_count_with_their_table()
    {
        await _server.CreateAsync(Stop);
        await _server.RunAsync("""
            CREATE TABLE entry(id int); INSERT INTO entry VALUES (7); CREATE TABLE bare(id int);
            CREATE TABLE event(at date) PARTITION BY RANGE (at);
            CREATE TABLE event_march PARTITION OF event FOR VALUES FROM ('2026-03-01') TO ('2026-04-01'); INSERT INTO event VALUES ('2026-03-02');
            """);
        var source = Source();
        await using (var capture = await source.CaptureAsync(_scratch["staging"], Stop))
        {
            Assert.Equal(["entry", "event"], (await source.VerifyAsync(capture, Stop)).Tables!.Select(t => t.Split('.')[^1]));
        }

        await _server.RunAsync("TRUNCATE entry; DROP TABLE event_march");
        await using var later = await source.CaptureAsync(_scratch["staging"], Stop);
        Assert.Empty((await source.VerifyAsync(later, Stop)).Tables!);
    }

    [Fact]
    public async Task A_configuration_that_is_nowhere_is_told()
    {
        await _server.CreateAsync(Stop);
        foreach (var file in new[] { "postgresql.conf", "pg_hba.conf", "pg_ident.conf", "postmaster.opts" })
        {
            File.Delete(Path.Combine(_server.Cluster, file));
        }

        var source = Source();
        await using var capture = await source.CaptureAsync(_scratch["staging"], Stop);

        Assert.Contains("does not start", Assert.Single((await source.VerifyAsync(capture, Stop)).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_from_a_standby_is_told_and_comes_back_as_a_server_that_is_written_to()
    {
        await _server.CreateAsync(Stop);
        await _server.RunAsync("CREATE TABLE entry(id int); INSERT INTO entry VALUES (7)");
        await _server.StopAsync(Stop);
        await File.WriteAllTextAsync(Path.Combine(_server.Cluster, "standby.signal"), "", Stop);
        await _server.OwnAsync(Stop);
        await _server.StartAsync("true", Stop);
        var source = Source();
        await using var capture = await source.CaptureAsync(_scratch["staging"], Stop);

        Assert.Contains("standby", Assert.Single((await source.VerifyAsync(capture, Stop)).Warnings), StringComparison.Ordinal);

        await _server.StopAsync(Stop);
        await RestoreAsync(source, capture);
        await _server.OwnAsync(Stop);
        await _server.StartAsync(Stop);
        await _server.RunAsync("INSERT INTO entry VALUES (8)");
        Assert.Equal("15", await AskAsync("SELECT sum(id) FROM entry"));
    }

    [Fact]
    public async Task Tables_without_a_log_are_told_since_they_come_back_empty()
    {
        await _server.CreateAsync(Stop);
        await _server.RunAsync("CREATE UNLOGGED TABLE visits(id int); INSERT INTO visits VALUES (1)");
        var source = Source();
        await using var capture = await source.CaptureAsync(_scratch["staging"], Stop);

        Assert.Contains("1 unlogged", Assert.Single((await source.VerifyAsync(capture, Stop)).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_with_tablespaces_elsewhere_is_refused()
    {
        await _server.CreateAsync(Stop);
        Directory.CreateDirectory(_scratch["elsewhere"]);
        await OpenAsync(_scratch["elsewhere"]);
        await _server.RunAsync($"CREATE TABLESPACE elsewhere LOCATION '{_scratch["elsewhere"]}'");

        var failure = await Assert.ThrowsAsync<HostException>(() => Source().CaptureAsync(_scratch["staging"], Stop));

        Assert.Contains("tablespaces", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_scratch["staging"]));
    }

    public void Dispose()
    {
        _server.Dispose();
        _scratch.Dispose();
    }

    private PostgreSqlSource Source() => new(_server.Cluster, _server.Port, "harbor", PostgreSqlServer.FindPassword, TimeProvider.System);

    private string MoveConfigurationTo(string name, string more)
    {
        var folder = Directory.CreateDirectory(_scratch[name]).FullName;
        foreach (var file in new[] { "postgresql.conf", "pg_hba.conf", "pg_ident.conf" })
        {
            File.Move(Path.Combine(_server.Cluster, file), Path.Combine(folder, file));
        }

        File.AppendAllText(Path.Combine(folder, "postgresql.conf"), more);
        return folder;
    }

    private static async Task OpenAsync(string folder)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await new HostProgram("chown", ["-R", PostgreSqlServer.Owner, folder]).RunAsync(TimeProvider.System, TimeSpan.FromSeconds(10), Stop);
        }
    }

    private static async Task RestoreAsync(PostgreSqlSource source, Capture capture)
    {
        var into = await source.PrepareRestoreAsync(Stop);
        Directory.Delete(into, recursive: true);
        await new HostProgram("cp", ["-a", capture.Folder, into]).RunAsync(TimeProvider.System, TimeSpan.FromMinutes(1), Stop);
        await source.FinishRestoreAsync(drill: false, Stop);
    }

    private async Task<string> AskAsync(string query) => await PostgreSqlQuestion.AskAsync(
        _server.Port, "harbor", await PostgreSqlServer.FindPassword(Stop), "postgres", new(query, default, TimeSpan.FromMinutes(15)), Stop);
}
