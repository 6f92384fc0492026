using System.Diagnostics;
using System.Text.RegularExpressions;
using Holdfast.Interop.Programs;
using Holdfast.Interop.Sources;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>
/// A machine with PostgreSQL, nginx, SQLite, a share, folders and jobs, under a folder of its own, and somebody who has Holdfast's
/// documents and nothing else. What the machine runs is real; only its root is another folder.
/// </summary>
internal sealed partial class FirstHour : IDisposable
{
    /// <summary>On the machine itself, as by default.</summary>
    private const string Keys = "machine/var/lib/holdfast/keys";

    private readonly TemporaryFolder _root = new();
    private readonly PostgreSqlServer _server;

    public FirstHour()
    {
        Write("machine/etc/hostname", "office-server\n");
        Write("machine/etc/nginx/sites-enabled/shop", "server {\n  server_name shop.example;\n  root /var/www/shop;\n}\n");
        Write("machine/etc/samba/smb.conf", "[letters]\npath = /srv/letters\n");
        Write("machine/etc/cron.d/nightly", "15 2 * * * root /usr/local/bin/nightly\n");
        Write("machine/usr/local/bin/nightly", "#!/bin/sh\n");
        Write("machine/var/spool/cron/crontabs/maria", "0 3 * * * /home/maria/report\n");
        Write("machine/home/maria/report", "#!/bin/sh\n");
        Write("machine/var/www/shop/index.html", "<h1>shop</h1>");
        Write("machine/srv/letters/a.txt", "Dear A");
        Write("machine/srv/letters/2025/b.txt", "Dear B");
        Write("machine/srv/drawings/p.dwg", "a drawing");
        Ask("machine/opt/shop/orders.db", "create table orders(what); insert into orders values('bread')");
        // Of the program's place init only knows when it sees it.
        var version = Path.GetFileName(Directory.GetDirectories("/usr/lib/postgresql").Max()!);
        Write($"machine/usr/lib/postgresql/{version}/bin/postgres", "");
        Directory.CreateDirectory(_root["machine/var/lib/pg"]);
        File.SetUnixFileMode(_root.Path, Enter);
        _server = new PostgreSqlServer(_root["machine/var/lib/pg"]);
        Write("answers.yaml", $"""
            organization: First Hour
            responsible: Maria Lopez
            responsible phone: +1 555 0100
            copies here: {_root["here"]}
            copies elsewhere: {_root["elsewhere"]}
            keys in: {_root[Keys]}
            drills in: {_root["drill"]}
            """);
    }

    private static UnixFileMode Enter => UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string this[string path] => _root[path];

    public string Plan => File.ReadAllText(_root["plan/holdfast.yaml"]);

    /// <summary>The secrets that were made, so that it can be seen that they are nowhere else.</summary>
    public string[] Secrets { get; private set; } = [];

    /// <summary>Everything that Holdfast said until now.</summary>
    public string Said { get; private set; } = "";

    /// <summary>init, and what it says that is to be done.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _server.CreateAsync(cancellationToken);
        await _server.RunAsync("create table invoices(what text); insert into invoices values ('first')");
        var init = await Built.RunAsync("init", _root["plan"], "--root", _root["machine"], "--answers", _root["answers.yaml"]);
        Assert.True(init.ExitCode == 0, init.ToString());
        Said += init;
        await _server.RunAsync(CreateRole().Match(init.Output).Groups[1].Value);
        await _server.RunAsync($"alter role holdfast password '{File.ReadAllText(_root[Keys + "/postgresql.password"]).Trim()}'"); // As \password asks for it.
        Secrets = [.. Directory.GetFiles(_root[Keys]).Select(f => File.ReadAllText(f).Trim())];
    }

    /// <summary>Types commands into a bash in a folder, until one fails; what stands in the way of a test only is where Holdfast remembers.</summary>
    public async Task<ProgramRun> TypeAsync(string folder, IEnumerable<string> commands, string state, params string[] answers)
    {
        Directory.CreateDirectory(_root[folder]);
        Write("typed.sh", $$"""
            cd '{{_root[folder]}}'
            export RESTIC_CACHE_DIR='{{_root["cache"]}}'
            holdfast() {
                case "$1 $2" in
                    "plan check" | --version* | "key make" | "key check") '{{Built.Holdfast}}' "$@" ;;
                    *) '{{Built.Holdfast}}' "$@" --state '{{_root[state]}}' ;;
                esac
            }

            """ + string.Concat(commands.Select(c => $"{c}; code=$?; [ $code = 0 ] || [ $code = 5 ] || exit $code\n")));
        var run = await ProgramRun.OfAsync("/bin/bash", [_root["typed.sh"]], input: string.Concat(answers.Select(a => a + "\n")));
        Said += run;
        return run;
    }

    /// <summary>Everything of the office, what Holdfast remembers there and the keys among it.</summary>
    public async Task BurnAsync(CancellationToken cancellationToken)
    {
        await _server.StopAsync(cancellationToken);
        foreach (var lost in new[] { "machine", "here", "plan", "state" })
        {
            Directory.Delete(_root[lost], recursive: true);
        }

        Directory.CreateDirectory(_root["machine/var/lib"]); // A new machine has that much, and everyone may enter it.
    }

    public object? Ask(string file, string statement)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[file])!);
        using var database = new SqliteConnection($"Data Source={_root[file]};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // Text of these tests.
        command.CommandText = statement;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Asks the server that came back, on its old port, as its own user.</summary>
    public async Task<object?> AskServerAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = _server.Port, Username = "harbor", Password = PostgreSqlServer.Password, Database = "postgres", Pooling = false,
        }.ToString());
        await connection.OpenAsync();
#pragma warning disable CA2100 // Text of these tests.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root[path])!);
        File.WriteAllText(_root[path], text);
    }

    public void Dispose()
    {
        // The server that a recovery started is nobody's child any more.
        foreach (var id in Directory.Exists(_root["machine"]) ? Directory.GetFiles(_root.Path, "postmaster.pid", SearchOption.AllDirectories).Select(f => File.ReadLines(f).First()) : [])
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture));
                process.Kill();
                process.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It ended by itself.
            }
        }

        _server.Dispose();
        _root.Dispose();
    }

    [GeneratedRegex("-c '(create role [^']*)'")]
    private static partial Regex CreateRole();
}
