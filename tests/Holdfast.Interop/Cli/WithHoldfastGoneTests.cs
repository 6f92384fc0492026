using Holdfast.Interop.Programs;
using Holdfast.Interop.Sources;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The commands of docs/repository.md, section "With Holdfast gone", as they stand there: restic and PostgreSQL alone bring the data back.</summary>
public sealed class WithHoldfastGoneTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly PostgreSqlServer _server;

    public WithHoldfastGoneTests()
    {
        Directory.CreateDirectory(_root["pg"]);
        File.SetUnixFileMode(_root.Path, File.GetUnixFileMode(_root.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _server = new(_root["pg"]);
    }

    [Fact]
    public async Task The_documented_commands_bring_files_a_sqlite_database_a_postgresql_server_and_the_plan_back()
    {
        var stop = TestContext.Current.CancellationToken;
        await _server.CreateAsync(stop);
        await _server.RunAsync("create table invoices(what text); insert into invoices values ('first')");
        await _server.RunAsync("alter system set archive_mode = 'on'");
        Write("office/letters/a.txt", "Dear A");
        Ask("office/orders.db", "create table orders(what); insert into orders values('bread')");
        Write("office/holdfast.yaml", $$"""
            organization: Gone
            sites: { office: { fails with: [building office] } }
            hosts: { server: { site: office, folder: . } }
            repositories: { vault: { at: ../vault, site: office, key: "file:../vault.key" } }
            systems:
              letters: { rto: 1 hour, rpo: 1 hour, runs on: server, protect: { files: letters, every: 30 minutes, to: [vault] } }
              orders: { rto: 1 hour, rpo: 1 hour, runs on: server, protect: { sqlite: orders.db, every: 30 minutes, to: [vault] } }
              records:
                rto: 1 hour
                rpo: 1 hour
                runs on: server
                protect: { postgresql: { cluster: {{_server.Cluster}}, port: "{{_server.Port}}", user: harbor, password: "file:../password" }, every: 30 minutes, to: [vault] }
            scenarios: { fire: { loses: [building office] } }

            """);
        Write("password", PostgreSqlServer.Password);
        File.SetUnixFileMode(_root["password"], UnixFileMode.UserRead);
        var made = await Built.RunAsync("key", "make", _root["vault.key"]);
        Assert.True(made.ExitCode == 0, made.ToString());
        var protect = await Built.RunAsync("protect", "--plan", _root["office/holdfast.yaml"], "--state", _root["state"]);
        Assert.True(protect.ExitCode == 0, protect.ToString());
        var plan = File.ReadAllText(_root["office/holdfast.yaml"]);
        await _server.StopAsync(stop);
        Directory.Delete(_root["office"], recursive: true);

        var typed = await TypeAsync(Documents.Blocks("repository.md", "With Holdfast gone"));

        Assert.True(typed.ExitCode == 0, typed.ToString());
        Assert.Equal(("Dear A", plan), (File.ReadAllText(_root["desk/restored/letters/a.txt"]), File.ReadAllText(_root["desk/holdfast.yaml"])));
        Assert.Equal("bread", Ask("desk/restored/orders/orders.db", "select what from orders"));
        Assert.Contains("first|off", typed.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _server.Dispose();
        _root.Dispose();
    }

    /// <summary>As they stand, but for the place of the repository, and the port, which may be taken. Whoever is not root is the server's user.</summary>
    private async Task<ProgramRun> TypeAsync(string[] blocks)
    {
        Directory.CreateDirectory(_root["desk"]);
        var commands = string.Concat(blocks).Replace("/path/to/repository", _root["vault"], StringComparison.Ordinal).Replace("-p 5433", $"-p {_server.Port}", StringComparison.Ordinal);
        Assert.Contains(_root["vault"], commands, StringComparison.Ordinal);
        Write("typed.sh", $$"""
            set -e
            cd '{{_root["desk"]}}'
            export RESTIC_CACHE_DIR='{{_root["cache"]}}' RESTIC_PASSWORD_FILE='{{_root["vault.key"]}}'
            [ "$(id -u)" = 0 ] || { runuser() { shift 3; "$@"; }; chown() { :; }; }
            trap 'runuser -u postgres -- /usr/lib/postgresql/$(cat "$PWD/PG_VERSION")/bin/pg_ctl -D "$PWD" -m immediate stop' EXIT
            {{commands}}
            PGPASSWORD='{{PostgreSqlServer.Password}}' psql -h 127.0.0.1 -p {{_server.Port}} -U harbor -d postgres -At -c "select what || '|' || current_setting('archive_mode') from invoices"

            """);
        return await ProgramRun.OfAsync("/bin/bash", [_root["typed.sh"]]);
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[path])!);
        File.WriteAllText(_root[path], text);
    }

    private object? Ask(string file, string statement)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[file])!);
        using var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_root[file]};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // Text of these tests.
        command.CommandText = statement;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
