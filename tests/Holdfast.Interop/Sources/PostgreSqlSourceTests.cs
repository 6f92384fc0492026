using Holdfast.Sources;
using Holdfast.Sources.Kinds.PostgreSql;
using Holdfast.Sources.Secrets;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Interop.Sources;

/// <summary>The promises of a source, kept with a real server, and what goes wrong with one.</summary>
public sealed class PostgreSqlSourceTests : SourceContract
{
    private PostgreSqlServer? _server;

    [Fact]
    public async Task A_cluster_is_not_replaced_under_a_running_server()
    {
        var source = await CreateAsync();

        var failure = await Assert.ThrowsAsync<HostException>(() => source.PrepareRestoreAsync(Stop));

        Assert.Contains("in use by postgres (pid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pid_file_that_a_dead_server_left_does_not_hinder_a_restore()
    {
        var source = await CreateAsync();
        await ReleaseAsync();
        await File.WriteAllTextAsync(Path.Combine(source.Target, "postmaster.pid"), $"{Environment.ProcessId}\n", Stop);

        Assert.Equal(source.Target, await source.PrepareRestoreAsync(Stop));
        await source.FinishRestoreAsync(drill: false, Stop);

        Assert.False(File.Exists(Path.Combine(source.Target, "postmaster.pid")));
    }

    [Fact]
    public async Task A_copy_with_one_wrong_byte_is_not_taken_for_a_recovery_point()
    {
        var source = await CreateAsync();
        await using var capture = await source.CaptureAsync(Scratch["staging"], Stop);
        var file = Directory.GetFiles(Path.Combine(capture.Folder, "base", "1"), "1*").First(f => new FileInfo(f).Length > 8192);
        await using (var bytes = new FileStream(file, FileMode.Open))
        {
            bytes.Position = 4000;
            var value = bytes.ReadByte();
            bytes.Position = 4000;
            bytes.WriteByte((byte)(value ^ 1));
        }

        var failure = await Assert.ThrowsAsync<HostException>(() => source.VerifyAsync(capture, Stop));

        Assert.Contains(Path.GetFileName(file), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        var source = await CreateAsync();
        var wrong = new PostgreSqlSource(source.Target, _server!.Port, "harbor", _ =>
            Task.FromResult<Secret?>(new("hunter2")), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<HostException>(() => wrong.CaptureAsync(Scratch["staging"], Stop));

        Assert.Contains("the password is wrong", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Scratch["staging"]));
    }

    [Fact]
    public async Task A_missing_right_and_a_missing_password_are_told_with_advice()
    {
        var source = await CreateAsync();
        await _server!.RunAsync($"CREATE ROLE clerk LOGIN PASSWORD '{PostgreSqlServer.Password}'");
        var clerk = new PostgreSqlSource(source.Target, _server.Port, "clerk", PostgreSqlServer.FindPassword, TimeProvider.System);
        var nobody = new PostgreSqlSource(source.Target, _server.Port, "harbor", _ =>
            Task.FromResult<Secret?>(null), TimeProvider.System);

        Assert.Contains("REPLICATION",
            (await Assert.ThrowsAsync<HostException>(() => clerk.CaptureAsync(Scratch["staging"],
            Stop))).Hint, StringComparison.Ordinal);
        Assert.Contains("password",
            (await Assert.ThrowsAsync<HostException>(() => nobody.CaptureAsync(Scratch["staging"],
            Stop))).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_postgresqls_programs_has_none() =>
        Assert.Null(new PostgreSqlPrograms("/nowhere", Scratch["installed"]).Find("pg_basebackup", Scratch["cluster"]));

    [Fact]
    public async Task A_question_knows_the_disaster_beside_casts_and_quoted_text()
    {
        await CreateAsync();

        Assert.Equal("true", await AskAsync("SELECT :disaster - :rpo = '2026-03-01 02:45+00'::timestamptz AND ':disaster'::text LIKE ':dis%'"));
        Assert.Equal("12.50", await AskAsync("SELECT 12.50::numeric"));
        Assert.Equal("1", await AskAsync("SELECT count(*) FROM entry"));
    }

    [Fact]
    public async Task A_question_cannot_change_the_database()
    {
        await CreateAsync();

        var failure = await Assert.ThrowsAsync<HostException>(() => AskAsync("DELETE FROM entry RETURNING 1"));

        Assert.Contains("read-only", failure.Message, StringComparison.Ordinal);
    }

    public override void Dispose()
    {
        _server?.Dispose();
        base.Dispose();
    }

    protected override async Task<ISource> CreateAsync()
    {
        _server = new(Scratch.Path);
        await _server.CreateAsync(Stop);
        await _server.RunAsync("CREATE TABLE entry(id serial, text text); INSERT INTO entry(text) VALUES ('first')");
        return new PostgreSqlSource(_server.Cluster, _server.Port, "harbor", PostgreSqlServer.FindPassword, TimeProvider.System);
    }

    protected override ISource CreateMissing() =>
        new PostgreSqlSource(Scratch["nowhere"], 1, "harbor", PostgreSqlServer.FindPassword, TimeProvider.System);

    protected override Task AddAsync(ISource source, string entry) => _server!.RunAsync($"INSERT INTO entry(text) VALUES ('{entry}')");

    protected override Task ReleaseAsync() => _server!.StopAsync(Stop);

    protected override async Task<string[]> ReadAsync(ISource source)
    {
        Assert.False(File.Exists(Path.Combine(source.Target, "half-written")));
        await _server!.OwnAsync(Stop);
        await _server.StartAsync(Stop);
        return (await AskAsync("SELECT string_agg(text, ',' ORDER BY id) FROM entry")).Split(',');
    }

    private async Task<string> AskAsync(string query) => await PostgreSqlQuestion.AskAsync(
        _server!.Port, "harbor", await PostgreSqlServer.FindPassword(Stop), "postgres",
        new(query, DateTimeOffset.Parse("2026-03-01T03:00:00Z", null), TimeSpan.FromMinutes(15)), Stop);
}
