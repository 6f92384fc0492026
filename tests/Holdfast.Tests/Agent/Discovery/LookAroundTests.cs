using System.Diagnostics;
using Holdfast.Agent.Discovery;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Tests.Agent.Discovery;

public sealed class LookAroundTests(ITestOutputHelper output) : IDisposable
{
    private readonly FakeMachine _machine = new();

    [Fact]
    public async Task An_empty_machine_has_nothing_and_nothing_is_said_to_be_unseen()
    {
        var machine = _machine.Machine();
        Assert.Empty(await _machine.LookAsync(machine));
        Assert.Empty(machine.Unseen);
    }

    [Fact]
    public async Task A_sqlite_database_is_found_by_its_first_bytes_whatever_it_is_called_and_nothing_is_left_beside_it()
    {
        _machine.WithFolder("/srv/shop").With("/srv/shop/liar.db", new string('x', 1024)).With("/srv/shop/empty.sqlite", "");
        MakeSqlite("/srv/shop/orders.dat", "create table few(a); insert into few values(1); create table \"many \"\"x\"(a); insert into \"many \"\"x\" values(1),(2)");
        var found = Assert.IsType<FoundSqlite>(Assert.Single(await _machine.LookAsync()));
        Assert.Equal(new FoundSqlite("/srv/shop/orders.dat", "many \"x"), found);
        Assert.Equal(3, Directory.GetFiles(_machine.Root + "/srv/shop").Length);
    }

    [Fact]
    public async Task A_postgresql_cluster_is_found_by_its_files_with_its_port_from_debians_configuration()
    {
        _machine.With("/var/lib/postgresql/15/main/PG_VERSION", "15\n").WithFolder("/var/lib/postgresql/15/main/global")
            .With("/etc/postgresql/15/main/postgresql.conf", "#port = 1\nport = 5433   # changed\n");
        Assert.Equal(
            new FoundPostgreSql("main", "15", "/var/lib/postgresql/15/main", 5433, "postgres", "postgres", false, "/etc/postgresql/15/main/postgresql.conf", null),
            Assert.Single(await _machine.LookAsync()));
    }

    [Fact]
    public async Task Debians_list_of_clusters_is_asked_and_one_whose_data_is_gone_is_no_cluster()
    {
        _machine.Program("pg_lsclusters", "echo '15 main 5433 online,recovery anna /data/pg /log'; echo '13 old 5432 down <unknown> /gone /log'");
        Assert.Equal(
            new FoundPostgreSql("main", "15", "/data/pg", 5433, "anna", "postgres", true, null, null), Assert.Single(await _machine.LookAsync()));
    }

    [Fact]
    public async Task A_program_that_hangs_is_ended_with_all_that_it_started_and_said_to_be_unseen()
    {
        var mark = Guid.NewGuid().ToString("N");
        _machine.Program("docker", $"sh -c 'sleep 1000; true' {mark} & sleep 1000").Program("podman", "echo oh dear >&2; exit 3");
        var machine = _machine.Machine(TimeSpan.FromMilliseconds(300));
        Assert.Empty(await _machine.LookAsync(machine));
        Assert.Equal(["docker did not answer", "podman failed: oh dear"], machine.Unseen);
        Assert.DoesNotContain(Process.GetProcesses(), p => CommandLineOf(p).Contains(mark, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mariadb_containers_and_compose_files_are_found()
    {
        _machine.WithFolder("/var/lib/mysql").WithFolder("/data/db/mysql").With("/data/db/ibdata1", "x").With("/opt/stack/compose.yml", "services: {}")
            .Program("docker", "printf 'shop-db\\tpostgres:16\\tshop_data,/srv/x\\n'");
        var found = await _machine.LookAsync();
        Assert.Equal(["/data/db", "/var/lib/mysql"], found.OfType<FoundMariaDb>().Select(m => m.Folder));
        Assert.Equal("/opt/stack/compose.yml", Assert.Single(found.OfType<FoundComposeFile>()).File);
        var container = Assert.Single(found.OfType<FoundContainer>());
        Assert.Equal(("docker", "shop-db", "postgres:16"), (container.Program, container.Name, container.Image));
        Assert.Equal(["shop_data", "/srv/x"], container.Mounts);
    }

    [Fact]
    public async Task Units_are_read_without_systemd_with_the_folders_that_they_work_in()
    {
        _machine.With("/etc/systemd/system/shop.service", "[Unit]\nAfter=network.target postgresql.service\nRequires=postgresql.service\n[Service]\nWorkingDirectory=-/opt/shop\nStateDirectory=shop\nExecStart=-\"/opt/shop/bin/serve it\" \\\n  --port 1\n")
            .WithFolder("/opt/shop/bin").WithFolder("/var/lib/shop")
            .With("/etc/systemd/system/nightly@.service", "[Service]\nType=oneshot\nWorkingDirectory=/opt/%i\n")
            .WithLink("/etc/systemd/system/multi-user.target.wants/shop.service", "/etc/systemd/system/shop.service")
            .WithLink("/etc/systemd/system/timers.target.wants/nightly@db.service", "/etc/systemd/system/nightly@.service")
            .WithLink("/etc/systemd/system/multi-user.target.wants/nginx.service", "/lib/systemd/system/nginx.service")
            .WithLink("/etc/systemd/system/off.service", "/dev/null");
        var units = (await _machine.LookAsync()).OfType<FoundUnit>().ToArray();
        Assert.Equal(["nginx.service", "nightly@db.service", "shop.service"], units.Select(u => u.Name));
        Assert.Equal((false, true, false), (units[0].IsOwn, units[1].IsOwn && units[1].IsJob, units[2].IsJob));
        Assert.Equal(["/opt/shop", "/var/lib/shop", "/opt/shop/bin"], units[2].Folders);
        Assert.Empty(units[1].Folders);
        Assert.Equal(["postgresql.service", "network.target"], units[2].After);
    }

    [Fact]
    public async Task Whatever_stands_in_its_files_looking_around_comes_to_an_end()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] files =
        [
            "/etc/nginx/nginx.conf", "/etc/apache2/apache2.conf", "/etc/caddy/Caddyfile", "/etc/samba/smb.conf", "/etc/exports", "/etc/systemd/system/x.service", "/etc/hostname",
            "/var/lib/postgresql/15/main/postmaster.pid", "/etc/postgresql/15/main/postgresql.conf", "/proc/self/mountinfo", "/srv/x/compose.yaml", "/var/lib/mysql/ibdata1",
        ];
        string[] parts =
            ["root ", "server_name ", "path = ", "/srv/x", "[", "]", "{", "}", ";", "\n", "\r", " ", "\t", "\"", "\\", "#", "=", "ExecStart=", "WorkingDirectory=", "-", "/", "..", "\0", "é", "\uFFFD", "a.b", "%i", " - nfs x"];
        _machine.WithFolder("/var/lib/postgresql/15/main/global").With("/var/lib/postgresql/15/main/PG_VERSION", "15");
        for (var round = 0; round < 40; round++)
        {
            foreach (var file in files) _machine.With(file, string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => parts[random.Next(parts.Length)])));
            _ = await _machine.LookAsync();
        }

        // Long, and of what patterns like least: what took them the square of the length would take minutes.
        foreach (var part in new[] { " ", "\n", "a.", "root ", "#", "{", "root /a" })
        {
            foreach (var file in files) _machine.With(file, string.Concat(Enumerable.Repeat(part, (1 << 18) / part.Length)));
            _ = await _machine.LookAsync();
        }
    }

    [Fact]
    public async Task Sites_of_nginx_apache_and_caddy_are_found_with_their_roots()
    {
        foreach (var folder in new[] { "/srv/a", "/srv/b", "/srv/c", "/srv/d" }) _machine.WithFolder(folder);
        _machine.With("/etc/nginx/sites-available/a", "# root /srv/d;\nserver { server_name a.example;\n root /srv/a; location / { root /srv/missing; } }")
            .WithLink("/etc/nginx/sites-enabled/a", "/etc/nginx/sites-available/a")
            .With("/etc/apache2/sites-enabled/b.conf", "<VirtualHost *:80>\n ServerName b.example\n DocumentRoot \"/srv/b\"\n</VirtualHost>")
            .With("/etc/caddy/Caddyfile", "c.example {\n\troot * /srv/c\n\tfile_server\n}\n");
        Assert.Equal(
            [new FoundSite("nginx", "a.example", "/srv/a"), new("apache", "b.example", "/srv/b"), new("caddy", "c.example", "/srv/c")],
            (await _machine.LookAsync()).Cast<FoundSite>());
    }

    [Fact]
    public async Task Shares_of_samba_and_nfs_are_found()
    {
        _machine.WithFolder("/srv/documents").WithFolder("/srv/two words").WithFolder("/srv/printers")
            .With("/etc/samba/smb.conf", "[global]\npath = /srv/printers\n[Letters & more]\n ; path = /x\n Path = /srv/documents/\n[homes]\npath = /home/%U\n")
            .With("/etc/exports", "# none\n\"/srv/two words\" *(ro)\n/srv/documents 10.0.0.0/8(rw)\n/gone *(rw)\n");
        Assert.Equal(
            [new FoundShare("Samba", "Letters & more", "/srv/documents"), new("NFS", "two words", "/srv/two words")], (await _machine.LookAsync()).Cast<FoundShare>());
    }

    [Fact]
    public async Task Loops_pipes_hidden_folders_and_absolute_links_out_of_the_machine_stop_nothing()
    {
        _machine.WithFolder("/srv/deep").WithLink("/srv/deep/up", "..").WithLink("/srv/loop", "loop").WithLink("/etc/exports", "/etc/exports")
            .WithLink("/etc/samba/smb.conf", "/etc/hostname").With("/srv/.hidden/compose.yaml", "x");
        using (var pipe = Process.Start("mkfifo", [_machine.Root + "/srv/compose.yml", _machine.Root + "/etc/caddy-pipe"])) await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["/srv/compose.yml"], (await _machine.LookAsync()).Cast<FoundComposeFile>().Select(c => c.File));
    }

    [Fact]
    public async Task A_folder_behind_links_is_named_as_itself_because_a_copy_of_a_link_holds_nothing()
    {
        _machine.WithFolder("/data/releases/5/public").WithLink("/data/current", "releases/5").WithLink("/srv", "/data")
            .With("/etc/exports", "/srv/current/public *(ro)\n").With("/etc/systemd/system/app.service", "[Service]\nWorkingDirectory=/srv/current/\n");
        var found = await _machine.LookAsync();
        Assert.Equal("/data/releases/5/public", Assert.Single(found.OfType<FoundShare>()).Folder);
        Assert.Equal(["/data/releases/5"], Assert.Single(found.OfType<FoundUnit>()).Folders);
    }

    [Fact]
    public async Task Another_machines_disk_is_not_entered_and_said_to_be_unseen()
    {
        _machine.With("/srv/near/compose.yaml", "x").With("/srv/far away/compose.yaml", "x")
            .With("/proc/self/mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:9 / /srv/far\\040away rw shared:1 - nfs4 nas:/x rw\n3 1 8:2 / /srv/near rw - xfs /dev/sdb rw\n");
        var machine = _machine.Machine();
        Assert.Equal("/srv/near/compose.yaml", Assert.IsType<FoundComposeFile>(Assert.Single(await _machine.LookAsync(machine))).File);
        Assert.Equal(["/srv/far away was not searched: it is another machine's or a special file system (nfs4)"], machine.Unseen);
        var mounts = new MountTable(machine);
        Assert.True(mounts.IsElsewhere("/srv/far away/backup"));
        Assert.False(mounts.IsElsewhere("/srv/near/backup"));
    }

    [Fact]
    public void A_huge_tree_is_searched_only_so_far_what_lies_near_the_top_first()
    {
        for (var i = 0; i < 40; i++) _machine.With($"/srv/a/b/c/{i}.txt", "x");
        _machine.With("/srv/z/compose.yaml", "x");
        var machine = _machine.Machine();
        var search = new TreeSearch(machine, 20);
        search.Walk(TestContext.Current.CancellationToken);
        Assert.Equal(["/srv/z/compose.yaml"], search.ComposeFiles);
        Assert.Equal(["the search for data ended after 20 files and folders; there may be more"], machine.Unseen);
    }

    [Fact]
    public async Task Names_that_are_no_text_are_left_out_and_said_to_be_unseen()
    {
        _machine.WithFolder("/srv/x");
        using (var make = Process.Start("/bin/sh", ["-c", "cd \"$0\" && mkdir \"$(printf 'bad\\377')\" && : > \"$(printf 'bad\\377')/compose.yaml\"", _machine.Root + "/srv/x"]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var machine = _machine.Machine();
        Assert.Empty(await _machine.LookAsync(machine));
        Assert.Contains("its name is no text in UTF-8", Assert.Single(machine.Unseen), StringComparison.Ordinal);
    }

    public void Dispose() => _machine.Dispose();

    private void MakeSqlite(string file, string statements)
    {
        using var connection = new SqliteConnection($"Data Source={_machine.Root}{file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Text of these tests.
        command.CommandText = statements;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string CommandLineOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return ""; // It ended while we looked.
        }
    }
}
