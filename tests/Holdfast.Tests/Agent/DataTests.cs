using Holdfast.Agent.Data;
using Holdfast.Protocol;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Sources.Processes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Holdfast.Tests.Agent;

public sealed class DataTests : AgentFixture
{
    private const string Key = "correct horse battery";

    private SourceSpec Documents => new("files", Scratch["documents"]) { Exclude = ["*.tmp"] };

    [Fact]
    public async Task Files_come_back_as_they_were_captured_however_often_they_are_restored()
    {
        var repository = await RepositoryAsync("office");
        Scratch.Write("documents/a/letter", "dear");
        Scratch.Write("documents/b.tmp", "not kept");
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);
        Scratch.Write("beside", "not ours");
        var restore = new RestoreOrder("documents", repository, copy.Snapshot!, new SourceSpec("files", Scratch["recovered"]), Scratch.Path, null);

        for (var time = 0; time < 2; time++)
        {
            var done = await DoneAsync(restore);
            Assert.Equal("dear", await File.ReadAllTextAsync(Scratch["recovered/a/letter"], Stop));
            Assert.Equal([Scratch["recovered/a/letter"]], Directory.GetFiles(Scratch["recovered"], "*", SearchOption.AllDirectories));
            Assert.True(done.Bytes >= "dear".Length);
            Scratch.Write("recovered/a/letter", "encrypted!");
            Scratch.Write("recovered/a/ransom-note", "pay");
        }

        Assert.Equal("not ours", await File.ReadAllTextAsync(Scratch["beside"], Stop));
    }

    [Fact]
    public async Task The_folders_above_what_is_restored_are_for_whoever_works_beside_it()
    {
        Scratch.Write("documents/letter.txt", "Dear Ada");
        var repository = await RepositoryAsync("office");
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);
        await DoneAsync(new RestoreOrder("documents", repository, copy.Snapshot!, new SourceSpec("files", Scratch["standby/var/spool/letters"]), Scratch["standby"], null));
        var usual = Directory.CreateDirectory(Scratch["usual"]).UnixFileMode;
        Assert.Equal((usual, usual), (File.GetUnixFileMode(Scratch["standby/var"]), File.GetUnixFileMode(Scratch["standby/var/spool"])));
    }

    [Fact]
    public async Task A_place_that_another_run_restores_into_is_held_until_that_run_lets_go_or_dies()
    {
        var repository = await RepositoryAsync("office");
        Scratch.Write("documents/letter", "dear");
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);
        var restore = new RestoreOrder("documents", repository, copy.Snapshot!, new SourceSpec("files", Scratch["recovered"]), Scratch.Path, null, "b-failover-y");
        using (RestoreHold.Take(restore with { Run = "a-failover-x" }, TimeProvider.System))
        {
            var refused = await FailedAsync(restore);
            Assert.Contains("a-failover-x (process ", refused.Why, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Scratch["recovered"]));
        }

        await DoneAsync(restore);
    }

    [Fact]
    public async Task Each_repository_gets_its_copy_which_is_read_back()
    {
        RepositoryAddress[] places = [await RepositoryAsync("office"), await RepositoryAsync("cloud")];
        Scratch.Write("documents/letter", "dear");
        var before = TimeProvider.System.GetUtcNow();

        var captured = await CaptureAsync(Documents, places);

        Assert.InRange(captured.TakenAt, before, TimeProvider.System.GetUtcNow());
        Assert.Equal(["office", "cloud"], captured.Copies.Select(c => c.Repository));
        Assert.All(captured.Copies, c =>
        {
            Assert.Null(c.Why);
            Assert.Equal(2, c.Level);
            Assert.True(c.VerifiedAt >= captured.TakenAt);
            Assert.Equal(4, c.Bytes);
        });
        var opened = await Repository.OpenAsync(Locations.Open(places[1].At), new Password(Key), TimeProvider.System, Stop);
        var snapshot = Assert.Single(await opened.SnapshotsAsync(Stop));
        Assert.Equal(captured.Copies[1].Snapshot, snapshot.Id.ToString());
        Assert.Equal(["/documents"], snapshot.Paths);
        Assert.Equal(["epoch:1"], snapshot.Tags);
        Assert.Equal("desk", snapshot.HostName);
    }

    [Fact]
    public void A_copy_that_cannot_be_read_back_is_not_verified_and_says_so()
    {
        var stored = new Copy("office", "1234", 4, 4, 1, DateTimeOffset.UnixEpoch, [], null);

        var judged = CaptureWork.Judge(stored, new(3, 5, 100, [new(default, "sha256 is 9c0e, not its name")], TimeSpan.Zero),
            DateTimeOffset.UnixEpoch);

        Assert.Equal((0, null), (judged.Level, judged.VerifiedAt));
        Assert.Contains("1 of 3 packs", judged.Why, StringComparison.Ordinal);
        Assert.Contains("9c0e", judged.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_fails_takes_nothing_from_the_others_and_says_why()
    {
        var good = await RepositoryAsync("office");
        var wrongKey = (await RepositoryAsync("cloud")) with { Key = "command:echo hunter2" };
        var missing = good with { Name = "attic", At = Scratch["attic"] };
        var keyless = good with { Name = "cellar", Key = "env:HOLDFAST_NO_SUCH_VARIABLE" };
        Scratch.Write("documents/letter", "dear");

        var captured = await CaptureAsync(Documents, wrongKey, missing, keyless, good);

        Assert.All(captured.Copies.Take(3), c => Assert.Equal((null, 0, null), (c.Snapshot, c.Level, c.VerifiedAt)));
        Assert.Contains("password", captured.Copies[0].Why, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", captured.Copies[0].Why, StringComparison.Ordinal);
        Assert.Contains(Scratch["attic"], captured.Copies[1].Why, StringComparison.Ordinal);
        Assert.Contains("HOLDFAST_NO_SUCH_VARIABLE", captured.Copies[2].Why, StringComparison.Ordinal);
        Assert.Equal((2, null), (captured.Copies[3].Level, captured.Copies[3].Why));
        Assert.False(Directory.Exists(Scratch["attic"]));
    }

    [Theory]
    [InlineData("two", "holds 2 files")]
    [InlineData("text", "not a database")]
    [InlineData("empty", "is empty")]
    [InlineData("bare", "has no table")]
    [InlineData("link", "holds a link")]
    [InlineData("folder", "holds 0 files")]
    public async Task A_point_that_holds_something_else_than_a_database_is_no_better_than_a_damaged_one(string what, string why)
    {
        var repository = await RepositoryAsync("office");
        Directory.CreateDirectory(Scratch["planted"]);
        switch (what)
        {
            case "two":
                Scratch.Write("planted/live.db", "one");
                Scratch.Write("planted/live.db-wal", "two");
                break;
            case "text":
                Scratch.Write("planted/live.db", new string('x', 5000));
                break;
            case "empty":
                Scratch.Write("planted/live.db", "");
                break;
            case "bare":
                using (var database = new SqliteConnection($"Data Source={Scratch["planted/live.db"]};Pooling=False"))
                {
                    database.Open();
                    using var make = database.CreateCommand();
                    make.CommandText = "CREATE TABLE t(x); DROP TABLE t";
                    make.ExecuteNonQuery();
                }

                break;
            case "link":
                File.CreateSymbolicLink(Scratch["planted/live.db"], "/etc/passwd");
                break;
            default:
                Directory.CreateDirectory(Scratch["planted/live.db"]);
                break;
        }

        var copy = Assert.Single((await CaptureAsync(new SourceSpec("files", Scratch["planted"]), repository)).Copies);
        Scratch.Write("standby/notes", "stay");
        var failed = await FailedAsync(new RestoreOrder("documents", repository, copy.Snapshot!, new SourceSpec("sqlite", Scratch["standby/live.db"]), Scratch["standby"], null));

        Assert.Contains("is not fit to be restored", failed.Why, StringComparison.Ordinal);
        Assert.Contains(why, failed.Why, StringComparison.Ordinal);
        Assert.Equal((true, true, false), (failed.OfRepository, failed.Damaged, File.Exists(Scratch["standby/live.db"])));
    }

    [Fact]
    public async Task A_point_that_holds_no_cluster_is_no_better_than_a_damaged_one()
    {
        var repository = await RepositoryAsync("office");
        Scratch.Write("planted/PG_VERSION", "15");
        var copy = Assert.Single((await CaptureAsync(new SourceSpec("files", Scratch["planted"]), repository)).Copies);
        var failed = await FailedAsync(new RestoreOrder(
            "documents", repository, copy.Snapshot!, new SourceSpec("postgresql", Scratch["standby/cluster"]) { Port = 5432, Settings = new Dictionary<string, string> { ["user"] = "ada" } }, Scratch["standby"], null));

        Assert.Contains("global/pg_control is not in it", failed.Why, StringComparison.Ordinal);
        Assert.Equal((true, true), (failed.OfRepository, failed.Damaged));
    }

    [Fact]
    public async Task Folders_with_nothing_in_them_are_no_ones_data()
    {
        var repository = await RepositoryAsync("office");
        Scratch.Write("documents/letter", "dear");
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);
        var restore = new RestoreOrder("documents", repository, copy.Snapshot!, new SourceSpec("files", Scratch["standby/documents"]), Scratch["standby"], null, "run");
        Directory.CreateDirectory(Scratch["standby/documents/spool/cron/crontabs"]);
        File.CreateSymbolicLink(Scratch["standby/documents/spool/link"], "cron");

        var refused = await FailedAsync(restore);
        File.Delete(Scratch["standby/documents/spool/link"]);
        await DoneAsync(restore);

        Assert.Contains($"first {Scratch["standby/documents/spool/link"]}", refused.Why, StringComparison.Ordinal);
        Assert.Equal([Scratch["standby/documents/letter"]], Directory.GetFileSystemEntries(Scratch["standby/documents"]));
    }

    [Fact]
    public async Task What_a_person_put_back_by_hand_is_left_to_whoever_works_with_it()
    {
        var repository = await RepositoryAsync("office");
        Scratch.Write("documents/letter", "dear");
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);
        var restore = new RestoreOrder("documents", repository, copy.Snapshot!, new SourceSpec("files", Scratch["standby/documents"]), Scratch["standby"], null, "run");
        Scratch.Write("standby/documents/letter", "by hand");

        await DoneAsync(restore with { ByHand = true });
        var another = await FailedAsync(restore with { Run = "another" });

        Assert.Contains("what run brought back", another.Why, StringComparison.Ordinal);
        Assert.Equal("by hand", await File.ReadAllTextAsync(Scratch["standby/documents/letter"], Stop));
    }

    [Fact]
    public async Task A_database_comes_back_under_the_name_that_it_has_on_the_other_host()
    {
        var repository = await RepositoryAsync("office");
        using (var database = new SqliteConnection($"Data Source={Scratch["booking.db"]};Pooling=False"))
        {
            database.Open();
            using var create = database.CreateCommand();
            create.CommandText = "PRAGMA journal_mode=wal; CREATE TABLE booking(who TEXT); INSERT INTO booking VALUES ('Ada')";
            create.ExecuteNonQuery();
        }

        var copy = Assert.Single((await CaptureAsync(new SourceSpec("sqlite", Scratch["booking.db"]), repository)).Copies);
        Scratch.Write("standby/notes", "stay");
        Scratch.Write("standby/live.db-wal", "stale");
        var standby = new SourceSpec("sqlite", Scratch["standby/live.db"]);
        await DoneAsync(new RestoreOrder("documents", repository, copy.Snapshot!, standby, Scratch.Path, null));

        await DoneAsync(new CheckOrder(new SqlCheckSpec(standby, null, "SELECT who FROM booking", "Ada", default, default),
            TimeSpan.FromSeconds(5)));
        Assert.Equal("stay", await File.ReadAllTextAsync(Scratch["standby/notes"], Stop));
        Assert.Empty(Directory.GetFileSystemEntries(Scratch["standby"], ".*"));
        Assert.Empty(Directory.GetDirectories(Scratch["staging"]));
    }

    [Fact]
    public async Task Data_that_came_from_elsewhere_is_not_replaced_by_a_restore()
    {
        var repository = await RepositoryAsync("office");
        Scratch.Write("documents/letter", "dear");
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);
        Scratch.Write("documents/letter", "written since");

        await FailedAsync(new RestoreOrder("documents", repository, copy.Snapshot!, Documents, Scratch.Path, null));

        Assert.Equal("written since", await File.ReadAllTextAsync(Scratch["documents/letter"], Stop));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "documents")]
    [InlineData(null, "other")]
    public async Task A_recovery_point_that_is_not_there_leaves_the_data_alone(string? snapshot, string system)
    {
        var repository = await RepositoryAsync("office");
        Scratch.Write("documents/letter", "dear");
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);

        await FailedAsync(new RestoreOrder(system, repository, snapshot ?? copy.Snapshot!, Documents, Scratch.Path, null));

        Assert.Equal("dear", await File.ReadAllTextAsync(Scratch["documents/letter"], Stop));
    }

    [Fact]
    public async Task Data_gives_no_power_on_the_host_unless_the_plan_allows_it_and_links_out_of_it_are_told()
    {
        const UnixFileMode Runs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var repository = await RepositoryAsync("office");
        File.SetUnixFileMode(Scratch.Write("documents/tool", "#!"), Runs | UnixFileMode.SetUser);
        File.CreateSymbolicLink(Scratch["documents/out"], "../../etc/shadow");
        File.CreateSymbolicLink(Scratch["documents/in"], "tool");
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);

        var plain = await DoneAsync(new RestoreOrder("documents", repository, copy.Snapshot!, new SourceSpec("files", Scratch["plain"]), Scratch.Path, null));
        Assert.Equal(Runs, File.GetUnixFileMode(Scratch["plain/tool"]));
        Assert.Contains("1 things are not as recorded, first /tool", plain.Note, StringComparison.Ordinal);
        Assert.Contains("1 links lead out of what was restored, first /out to ../../etc/shadow", plain.Note, StringComparison.Ordinal);

        Directory.Delete(Scratch["plain"], recursive: true);
        var allowed = await DoneAsync(new RestoreOrder("documents", repository, copy.Snapshot!, new SourceSpec("files", Scratch["plain"]), Scratch.Path, null) { Allow = [RestoreOrder.Setuid] });
        Assert.Equal(Runs | UnixFileMode.SetUser, File.GetUnixFileMode(Scratch["plain/tool"]));
        Assert.DoesNotContain("not as recorded", allowed.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_in_place_of_a_database_is_not_taken_for_one_and_is_not_asked()
    {
        var repository = await RepositoryAsync("office");
        using (var database = new SqliteConnection($"Data Source={Scratch["elsewhere.db"]};Pooling=False"))
        {
            database.Open();
            using var create = database.CreateCommand();
            create.CommandText = "CREATE TABLE booking(who TEXT); INSERT INTO booking VALUES ('Ada')";
            create.ExecuteNonQuery();
        }

        Directory.CreateDirectory(Scratch["documents"]);
        File.CreateSymbolicLink(Scratch["documents/live.db"], Scratch["elsewhere.db"]);
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);
        var standby = new SourceSpec("sqlite", Scratch["standby/live.db"]);
        var failed = await FailedAsync(new RestoreOrder("documents", repository, copy.Snapshot!, standby, Scratch.Path, null));
        Assert.Contains("a link in place of the database", failed.Why, StringComparison.Ordinal);
        Assert.False(Path.Exists(standby.Path));

        File.CreateSymbolicLink(standby.Path, Scratch["elsewhere.db"]);
        var asked = await FailedAsync(new CheckOrder(new SqlCheckSpec(standby, null, "SELECT who FROM booking", "Ada", default, default), TimeSpan.FromMilliseconds(50)));
        Assert.Contains("is a link", asked.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_restored_belongs_to_whom_the_plan_says_and_what_links_lead_to_does_not()
    {
        var repository = await RepositoryAsync("office");
        Scratch.Write("documents/a/letter", "dear");
        Scratch.Write("outside", "not ours");
        File.CreateSymbolicLink(Scratch["documents/link"], Scratch["outside"]);
        var copy = Assert.Single((await CaptureAsync(Documents, repository)).Copies);

        var report = await Agent.CarryOutAsync(new RestoreOrder(
            "documents", repository, copy.Snapshot!, new SourceSpec("files", Scratch["given"]), Scratch.Path, "nobody"), Stop);

        if (Environment.IsPrivilegedProcess)
        {
            Assert.IsType<Done>(report);
            var owners = await new HostProgram("stat",
                ["-c", "%U", "given", "given/a/letter", "given/link", "outside"]) { Folder = Scratch.Path }
                .RunAsync(TimeProvider.System, TimeSpan.FromSeconds(10), Stop);
            Assert.Equal("nobody\nnobody\nnobody\nroot\n", owners.Output);
        }
        else
        {
            Assert.Contains("cannot be given to nobody", Assert.IsType<Failed>(report).Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_repository_is_made_once_and_its_key_must_open_it_afterwards()
    {
        var address = await RepositoryAsync("office");

        Assert.Null(Assert.IsType<Done>(await Agent.CarryOutAsync(new EnsureRepositoryOrder(address), Stop)).Note);
        var failed = Assert.IsType<Failed>(await Agent.CarryOutAsync(new EnsureRepositoryOrder(address with { Key = "command:echo hunter2" }), Stop));

        Assert.DoesNotContain("hunter2", failed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("letter")]
    [InlineData("data/00/0000")]
    public async Task A_repository_is_never_made_over_something(string there)
    {
        var file = Scratch.Write($"place/{there}", "precious");

        var failed = Assert.IsType<Failed>(await Agent.CarryOutAsync(new EnsureRepositoryOrder(Address("place")), Stop));

        Assert.NotNull(failed.Hint);
        Assert.Equal([file], Directory.GetFiles(Scratch["place"], "*", SearchOption.AllDirectories));
    }

    private RepositoryAddress Address(string name) => new(name, Scratch[name], $"command:echo '{Key}'");

    private async Task<RepositoryAddress> RepositoryAsync(string name)
    {
        var address = Address(name);
        Assert.NotNull(Assert.IsType<Done>(await Agent.CarryOutAsync(new EnsureRepositoryOrder(address), Stop)).Note);
        return address;
    }

    private async Task<Captured> CaptureAsync(SourceSpec source, params RepositoryAddress[] repositories) =>
        Assert.IsType<Captured>(await Agent.CarryOutAsync(new CaptureOrder("documents", "desk", source, repositories,
            ["epoch:1"]), Stop));
}
