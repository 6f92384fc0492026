using Holdfast.Agent.Discovery;
using Xunit;

namespace Holdfast.Tests.Agent.Discovery;

/// <summary>Jobs, and folders that nothing else speaks of: what is easily forgotten is found, too.</summary>
public sealed class LeftOverTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    [Fact]
    public async Task Jobs_of_cron_are_found_in_every_place_where_it_looks_and_those_of_packages_are_not()
    {
        _machine.With("/etc/crontab", "SHELL=/bin/sh\n# m h\n17 * * * * root cd / && run-parts --report /etc/cron.hourly\n5 4 * * 0 root /usr/local/bin/weekly --all\n")
            .With("/etc/cron.d/shop", "MAILTO=x\n@daily shop /opt/shop/close\n").With("/etc/cron.d/php", "09,39 * * * * root sessionclean\n").With("/etc/cron.d/.placeholder", "x")
            .With("/etc/cron.daily/dump", "#!/bin/sh\n").With("/etc/cron.daily/logrotate", "#!/bin/sh\n")
            .With("/var/spool/cron/crontabs/maria", "# by hand\n15 2 * * 1-5 /home/maria/report.sh >/dev/null\n")
            .With("/var/lib/dpkg/status", "Package: x\nConffiles:\n /etc/cron.d/php 0123\n /etc/cron.daily/logrotate 4567\n");
        Assert.Equal(
            [
                new FoundJob("/etc/crontab", "5 4 * * 0", "root", "/usr/local/bin/weekly --all"),
                new FoundJob("/etc/cron.d/shop", "@daily", "shop", "/opt/shop/close"),
                new FoundJob("/etc/cron.daily/dump", "daily", "root", "/etc/cron.daily/dump"),
                new FoundJob("/var/spool/cron/crontabs/maria", "15 2 * * 1-5", "maria", "/home/maria/report.sh >/dev/null"),
            ],
            await _machine.LookAsync());
    }

    [Fact]
    public async Task A_service_that_a_timer_starts_is_a_job_whatever_its_type()
    {
        _machine.With("/etc/systemd/system/report.timer", "[Timer]\nOnCalendar=daily\n").With("/etc/systemd/system/report.service", "[Service]\nExecStart=/opt/report\n")
            .With("/etc/systemd/system/night.timer", "[Timer]\nUnit=closing.service\n").With("/etc/systemd/system/closing.service", "[Service]\nExecStart=/opt/closing\n")
            .With("/etc/systemd/system/shop.service", "[Service]\nExecStart=/opt/shop\n");
        Assert.Equal([("closing.service", true), ("report.service", true), ("shop.service", false)], (await _machine.LookAsync()).Cast<FoundUnit>().Select(u => (u.Name, u.IsJob)));
    }

    [Fact]
    public async Task Folders_with_files_that_nothing_else_speaks_of_are_found_with_how_many_they_hold()
    {
        _machine.With("/srv/plans/a.dwg", "a").With("/srv/plans/b/c.dwg", "c").With("/srv/shared/x", "x").WithFolder("/srv/empty").With("/srv/holdfast/copies/x", "x")
            .With("/home/maria/book.odt", "b").With("/home/maria/.cache/y", "y").With("/home/new/.profile", "p")
            .With("/var/www/old/index.html", "w").With("/opt/tool/tool", "t").With("/usr/local/bin/nightly", "n").With("/var/lib/redis/dump.rdb", "r")
            .With("/var/lib/docker/volumes/wiki/_data/x", "x").With("/mnt/disk/config", "c").WithFolder("/mnt/disk/snapshots").WithFolder("/mnt/disk/index")
            .With("/var/spool/cron/crontabs/maria", "@daily x\n")
            .With("/etc/samba/smb.conf", "[Shared]\npath = /srv/shared\n");
        Assert.Equal(
            [
                ("/srv/plans", 2, true), ("/var/www/old", 1, true), ("/home/maria", 2, true), ("/var/spool/cron", 1, true),
                ("/opt/tool", 1, false), ("/usr/local/bin", 1, false), ("/var/lib/docker/volumes/wiki", 1, false), ("/var/lib/redis", 1, false),
            ],
            (await FoldersAsync()).Select(f => (f.Folder, f.Files, f.IsData)));
    }

    [Fact]
    public async Task Files_beside_the_folders_make_the_whole_place_one_of_them_and_a_link_is_followed()
    {
        _machine.With("/data/loose.txt", "x").With("/data/in/y.txt", "y").With("/big/z.txt", "z").WithLink("/srv/big", "/big");
        Assert.Equal([("/big", 1), ("/data", 2)], (await FoldersAsync()).Select(f => (f.Folder, f.Files)));
    }

    [Fact]
    public async Task What_only_holds_databases_that_are_systems_of_their_own_is_not_named_again()
    {
        _machine.WithFolder("/srv/shop");
        using (var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_machine.Root}/srv/shop/orders.db;Pooling=False"))
        {
            database.Open();
            using var make = database.CreateCommand();
            make.CommandText = "create table t(a); insert into t values(1)";
            make.ExecuteNonQuery();
        }

        Assert.Empty(await FoldersAsync());
        _machine.With("/srv/shop/receipt.pdf", "r");
        Assert.Equal(("/srv/shop", 1), Assert.Single((await FoldersAsync()).Select(f => (f.Folder, f.Files))));
    }

    public void Dispose() => _machine.Dispose();

    private async Task<IReadOnlyList<FoundFolder>> FoldersAsync()
    {
        var machine = _machine.Machine();
        return new DataFolderFinder(machine).Find(await _machine.LookAsync(machine), TestContext.Current.CancellationToken);
    }
}
