using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Snapshots;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>What machines remember, kept in one repository and brought back on a blank one; and what others put there.</summary>
public sealed class KeptStateTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly Scratch _scratch = new();
    private readonly List<string> _told = [];
    private Repository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _repository = await Repository.InitAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);

    [Fact]
    public async Task A_blank_machine_gets_what_every_machine_kept()
    {
        var office = await StateAsync("office", "a-drill", 1, Record("o"));
        SealedJournals.Seal(office, "a-drill");
        await KeptState.KeepAsync(_repository, office, Stop);
        await KeepAsync("laptop", "b-drill", 1, Record("l"));

        var blank = await FetchAsync();
        Assert.Equal(["a-drill", "b-drill"], blank.RunNames());
        Assert.Equal(Bytes(office, "runs/a-drill/journal.jsonl"), Bytes(blank, "runs/a-drill/journal.jsonl"));
        Assert.Equal(Bytes(office, "runs/a-drill/plan.yaml"), Bytes(blank, "runs/a-drill/plan.yaml"));
        Assert.Equal(Bytes(office, "evidence/a-drill.jsonl"), Bytes(blank, "evidence/a-drill.jsonl"));
        Assert.Equal([Record("l"), Record("o")], File.ReadAllLines(blank.PlaceOf(StoreNames.Protection)).Order(StringComparer.Ordinal));
        Assert.Empty(_told);

        // Whoever looks into the folder later knows that this machine led none of them, and no other machine gets that word.
        var origin = RunOrigin.Of(blank, "a-drill")!;
        Assert.Equal((_repository.Location, StoreName.Of(office)), (origin.Repository, origin.State));
        Assert.Null(RunOrigin.Of(office, "a-drill"));
        await KeptState.KeepAsync(_repository, blank, Stop);
        Assert.False(await HoldsAsync((await NewestAsync()), "from.json"));
    }

    [Fact]
    public async Task What_is_here_is_never_lost_by_fetching()
    {
        await KeepAsync("office", "a-drill", 2, Record("o"));
        var here = await StateAsync("here", "a-drill", 1, Record("h"), scenario: "another");
        var before = Bytes(here, "runs/a-drill/journal.jsonl");

        await FetchAsync(here);
        Assert.Equal(before, Bytes(here, "runs/a-drill/journal.jsonl"));
        Assert.Equal([Record("h"), Record("o")], File.ReadAllLines(here.PlaceOf(StoreNames.Protection)));
    }

    [Fact]
    public async Task A_journal_that_went_on_elsewhere_is_taken_as_it_went_on_unless_this_machine_led_the_run()
    {
        await KeepAsync("office", "a-failover", 1);
        var ours = await StateAsync("here", "a-failover", 1);
        var blank = await FetchAsync();
        var short1 = Bytes(blank, "runs/a-failover/journal.jsonl");
        var longer = await StateAsync("office", "a-failover", 3);
        await KeptState.KeepAsync(_repository, longer, Stop);

        await FetchAsync(blank);
        Assert.Equal(Bytes(longer, "runs/a-failover/journal.jsonl"), Bytes(blank, "runs/a-failover/journal.jsonl"));
        Assert.Empty(_told);
        await FetchAsync(ours);
        Assert.Equal(short1, Bytes(ours, "runs/a-failover/journal.jsonl"));
        Assert.Contains("this machine led that run", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hashes_of_codes_go_along_and_words_on_their_way_do_not()
    {
        var office = await StateAsync("office", "a-failover", 1);
        _scratch.Write("office/runs/a-failover/inbox/w.json", "a token");
        _scratch.Write("office/codes.jsonl", Issued("maria") + "\n");
        await KeptState.KeepAsync(_repository, office, Stop);

        var blank = await FetchAsync();
        var file = blank.PlaceOf(StoreNames.CodesOf(StoreName.Of(office)));
        Assert.Equal([Issued("maria")], File.ReadAllLines(file));
        Assert.False(File.Exists(blank.PlaceOf(StoreNames.Codes)));
        Assert.False(Directory.Exists(blank.PlaceOf(StoreNames.InboxOf("a-failover"))));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.False(await HoldsAsync(await NewestAsync(), "inbox"));

        // A third machine gets them from this one, too.
        _scratch.Write("blank/codes.jsonl", Issued("sam") + "\n");
        await KeptState.KeepAsync(_repository, blank, Stop);
        var third = await FetchAsync(new FileRunStore(_scratch["third"]));
        Assert.Equal([Issued("sam"), Issued("maria")], File.ReadAllLines(third.PlaceOf(StoreNames.CodesOf(StoreName.Of(blank)))));
    }

    [Fact]
    public async Task A_repository_brings_no_key_and_no_lock()
    {
        await PlantAsync(("keys/evidence.pem", "not ours"), ("failover.lock", ""), ("known-plans", "x"), ("runs/a-drill/from.json", "{}"));
        await KeepAsync("office", "a-drill", 1);

        var blank = await FetchAsync();
        Assert.False(File.Exists(blank.PlaceOf(StoreNames.EvidenceKey)));
        Assert.False(File.Exists(blank.PlaceOf(StoreNames.KnownPlans)));
        Assert.Single(blank.RunNames());
        Assert.Equal(["evidence", "name", "runs"], Directory.EnumerateFileSystemEntries(blank.PlaceOf("")).Select(Path.GetFileName).Where(n => n is not ("name" or "codes-of-others")).Append("name").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("runs/a-failover/journal.jsonl", "{\"x\":1}\n", "line 1")]
    [InlineData("runs/a-failover/journal.jsonl", "", "does not begin as a run does")]
    [InlineData("runs/.../journal.jsonl", "{}", "not the folder of a run")]
    [InlineData("runs/-rf/journal.jsonl", "{}", "not the folder of a run")]
    [InlineData("evidence/a-drill.jsonl", "{\"x\":1}\n", "evidence/a-drill.jsonl")]
    [InlineData("evidence/.hidden", "{\"x\":1}\n", "not the name of an evidence file")]
    [InlineData("protection.jsonl", "{}\nnothing\n", "2 of 2 lines are not such records")]
    [InlineData("protection.jsonl", "{\"system\":\"a\\u0007\",\"repository\":\"r\",\"bytes\":0}\n", "1 of 1")]
    [InlineData("protection.jsonl", "{\"system\":\"a\",\"repository\":\"r\",\"bytes\":-1}\n", "1 of 1")]
    [InlineData("codes.jsonl", "{\"is\":\"codes issued\",\"person\":\"maria\"}\n", "1 of 1")]
    [InlineData("codes.jsonl", "{\"is\":\"codes issued\",\"person\":\"maria\",\"codes\":[null]}\n", "1 of 1")]
    [InlineData("runs", "a file", "it is not a folder")]
    [InlineData("codes.jsonl/x", "a folder", "it is not a regular file")]
    public async Task A_record_that_is_none_is_told_and_costs_itself(string name, string content, string told)
    {
        await PlantAsync((name, content));
        await KeepAsync("office", "b-drill", 1, Record("o"));

        var blank = await FetchAsync();
        Assert.Contains(told, Assert.Single(_told), StringComparison.Ordinal);
        Assert.Equal(["b-drill"], blank.RunNames());
        Assert.Equal([Record("o")], File.ReadAllLines(blank.PlaceOf(StoreNames.Protection)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(blank.PlaceOf(StoreNames.Evidence)));
    }

    [Fact]
    public async Task A_journal_is_of_the_run_whose_folder_it_is_in_and_its_plan_is_the_one_it_began_with()
    {
        var office = await StateAsync("office", "a-failover", 1);
        Directory.Move(office.PlaceOf(StoreNames.FolderOf("a-failover")), office.PlaceOf(StoreNames.FolderOf("z-failover")));
        await StateAsync("office", "b-failover", 1);
        File.WriteAllText(office.PlaceOf(StoreNames.PlanOf("b-failover")), "another plan");
        await KeptState.KeepAsync(_repository, office, Stop);

        var blank = await FetchAsync();
        Assert.Equal(["b-failover"], blank.RunNames());
        Assert.False(File.Exists(blank.PlaceOf(StoreNames.PlanOf("b-failover"))));
        Assert.Equal(2, _told.Count);
        Assert.Contains("not the plan that the run began with", _told[0], StringComparison.Ordinal);
        Assert.Contains("the journal of another run", _told[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_fifos_and_files_without_end_are_left_where_they_are()
    {
        _scratch.Write("etc/shadow", "secret");
        Directory.CreateDirectory(_scratch["evil/runs/a-drill"]);
        Directory.CreateSymbolicLink(_scratch["evil/evidence"], _scratch["etc"]);
        File.CreateSymbolicLink(_scratch["evil/runs/a-drill/journal.jsonl"], _scratch["etc/shadow"]);
        Directory.CreateSymbolicLink(_scratch["evil/runs/b-drill"], _scratch["etc"]);
        using (var fifo = System.Diagnostics.Process.Start("mkfifo", _scratch["evil/protection.jsonl"]))
        {
            await fifo.WaitForExitAsync(Stop);
        }

        using (var endless = File.Create(_scratch["evil/codes.jsonl"]))
        {
            endless.SetLength(KeptFiles.MostBytes + 1L);
        }

        string[] names = ["runs", "evidence", "protection.jsonl", "codes.jsonl"];
        await _repository.BackupAsync(
            new BackupRequest([.. names.Select(n => new PathTarget(_scratch["evil/" + n], "/" + n))], "h", [Tags.Journal, Tags.Evidence, Tags.State("0123456789abcdef")], [], null, ["/x"]), null, Stop);

        var blank = await FetchAsync();
        Assert.Equal(5, _told.Count);
        string[] reasons = ["not a regular file", "longer than", "not the folder of a run", "evidence was left out: it is not a folder"];
        Assert.All(reasons, why => Assert.Contains(_told, t => t.Contains(why, StringComparison.Ordinal)));
        Assert.Empty(blank.RunNames());
        Assert.Empty(Directory.EnumerateFileSystemEntries(blank.PlaceOf(StoreNames.Evidence)));
        Assert.False(File.Exists(blank.PlaceOf(StoreNames.Protection)));
        Assert.Equal("secret", File.ReadAllText(_scratch["etc/shadow"]));
    }

    [Fact]
    public async Task What_a_repository_holds_already_is_not_kept_again_and_what_is_new_or_gone_from_it_is()
    {
        var office = await StateAsync("office", "a-drill", 1, Record("o"));
        SealedJournals.Seal(office, "a-drill");
        await KeptState.KeepAsync(_repository, office, Stop);
        var first = await KeptAsync();
        Assert.Equal(2, first.Count);
        await KeptState.KeepAsync(_repository, new FileRunStore(_scratch["office"]), Stop);
        Assert.Equal(first, await KeptAsync());

        // One more record: the journals' snapshot is made anew, the evidence's is not.
        office.Append(StoreNames.Protection, [Record("p")]);
        await KeptState.KeepAsync(_repository, office, Stop);
        var more = await KeptAsync();
        Assert.Equal(3, more.Count);

        // A repository that lost its snapshot gets it again, and so does another one in its place.
        await _repository.ForgetAsync(new() { Named = [.. more.Except(first).Select(id => id.ToString())] }, null, null, null, Stop);
        await KeptState.KeepAsync(_repository, office, Stop);
        Assert.Equal(3, (await KeptAsync()).Count);
        await using var another = await Repository.InitAsync(Locations.Open(_scratch["another"]), new Password("key"), TimeProvider.System, Stop);
        await KeptState.KeepAsync(another, office, Stop);
        Assert.Equal(2, (await another.ReadableSnapshotsAsync(Stop)).Count);
    }

    [Fact]
    public async Task A_crash_between_keeping_and_writing_that_down_costs_one_more_snapshot_and_nothing_else()
    {
        var office = await StateAsync("office", "a-failover", 2, Record("o"));
        await KeptState.KeepAsync(_repository, office, Stop);
        foreach (var cursor in office.List(StoreNames.Cursors))
        {
            office.RemoveDocument(cursor);
        }

        await KeptState.KeepAsync(_repository, office, Stop);
        Assert.Equal(2, (await KeptAsync()).Count);
        var blank = await FetchAsync();
        Assert.Equal(["a-failover"], blank.RunNames());
        Assert.Equal([Record("o")], File.ReadAllLines(blank.PlaceOf(StoreNames.Protection)));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_store_without_files_keeps_and_fetches_the_same()
    {
        var office = new MemoryRunStore();
        office.WriteDocument(StoreNames.PlanOf("a-failover"), "a plan"u8);
        office.WriteDocument($"{StoreNames.InboxOf("a-failover")}/w.json", "a token"u8);
        OwnRuns.MarkOwn(office, "a-failover");
        await StoredJournal.Create(office, "a-failover").AppendAsync(Began("a-failover", "fire"), Stop);
        office.Append(StoreNames.Protection, [Record("o")]);
        office.Append(StoreNames.Codes, [Issued("maria")]);
        SealedJournals.Seal(office, "a-failover");
        await KeptState.KeepAsync(_repository, office, Stop);

        var blank = new MemoryRunStore();
        await KeptState.FetchAsync(_repository, blank, _told.Add, Stop);
        Assert.Empty(_told);
        string[] expected = [StoreNames.CodesOf(StoreName.Of(office)), "evidence/a-failover.jsonl", "name", "protection.jsonl", "runs/a-failover/from.json", "runs/a-failover/journal.jsonl", "runs/a-failover/plan.yaml"];
        Assert.Equal(expected, blank.List(""));
        Assert.Equal(office.Read(StoreNames.JournalOf("a-failover")).Lines, blank.Read(StoreNames.JournalOf("a-failover")).Lines);
        Assert.Equal(office.ReadDocument("evidence/a-failover.jsonl"), blank.ReadDocument("evidence/a-failover.jsonl"));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_keeps_no_other_from_being_kept_and_is_told_each_time()
    {
        var office = await StateAsync("office", "a-failover", 1, Record("o"));
        Directory.CreateDirectory(_scratch["office/runs/b-failover"]);
        File.CreateSymbolicLink(_scratch["office/runs/b-failover/journal.jsonl"], "/proc/self/mem");
        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<Holdfast.Restic.Faults.RepositoryException>(() => KeptState.KeepAsync(_repository, office, Stop));
            Assert.Contains("b-failover/journal.jsonl", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["a-failover"], (await FetchAsync()).RunNames());
    }

    public async ValueTask DisposeAsync()
    {
        await _repository.DisposeAsync();
        _scratch.Dispose();
    }

    private async Task KeepAsync(string machine, string run, int events, params string[] records) =>
        await KeptState.KeepAsync(_repository, await StateAsync(machine, run, events, records), Stop);

    private async Task PlantAsync(params (string Name, string Content)[] files) => await _repository.BackupAsync(
        new BackupRequest(
            [.. files.Select(f => new ContentTarget(Encoding.UTF8.GetBytes(f.Content), "/" + f.Name))],
            "h", [Tags.Journal, Tags.Evidence, Tags.State("0123456789abcdef")], [], null, ["/x"]),
        null,
        Stop);

    private async Task<FileRunStore> FetchAsync(FileRunStore? state = null)
    {
        state ??= new FileRunStore(_scratch["blank"]);
        await KeptState.FetchAsync(_repository, state, _told.Add, Stop);
        return state;
    }

    private Task<FileRunStore> StateAsync(string machine, string run, int events, params string[] records) => StateAsync(machine, run, events, records, "fire");

    private Task<FileRunStore> StateAsync(string machine, string run, int events, string record, string scenario) => StateAsync(machine, run, events, [record], scenario);

    /// <summary>A state folder with a run in it whose journal has so many events.</summary>
    private async Task<FileRunStore> StateAsync(string machine, string run, int events, string[] records, string scenario)
    {
        var state = new FileRunStore(_scratch[machine]);
        _scratch.Write($"{machine}/runs/{run}/plan.yaml", "a plan");
        File.Delete(state.PlaceOf(StoreNames.JournalOf(run)));
        var journal = StoredJournal.Create(state, run);
        await journal.AppendAsync(Began(run, scenario), Stop);
        for (var i = 1; i < events; i++)
        {
            await journal.AppendAsync(new RunResumed(Noon), Stop);
        }

        if (records.Length > 0)
        {
            _scratch.Write($"{machine}/protection.jsonl", string.Concat(records.Select(r => r + "\n")));
        }

        return state;
    }

    private static RunBegan Began(string run, string scenario) => new(
        Noon, run, RunKind.Failover, "Small", scenario, Convert.ToHexStringLower(SHA256.HashData("a plan"u8)), "/srv", Noon, DisasterSource.Given, ["db"], [], [], [], []);

    private async Task<IReadOnlyList<SnapshotId>> KeptAsync() => [.. (await _repository.ReadableSnapshotsAsync(Stop)).Select(s => s.Id)];

    private async Task<Snapshot> NewestAsync() => (await _repository.ReadableSnapshotsAsync(Stop)).Last(s => s.Tags.Contains(Tags.Journal));

    private async Task<bool> HoldsAsync(Snapshot snapshot, string name)
    {
        await _repository.RestoreAsync(new RestoreRequest(snapshot, "/", _scratch["whole"]), null, Stop);
        return Directory.EnumerateFileSystemEntries(_scratch["whole"], name, SearchOption.AllDirectories).Any();
    }

    private static string Record(string system) =>
        $"{{\"system\":\"{system}\",\"repository\":\"vault\",\"snapshot\":null,\"takenAt\":\"2026-01-01T00:00:00+00:00\",\"bytes\":1,\"added\":1,\"partial\":false}}";

    private static string Issued(string person) =>
        $"{{\"is\":\"codes issued\",\"person\":\"{person}\",\"codes\":[{{\"id\":\"{person}-1\",\"salt\":\"00\",\"seal\":\"{new string('a', 64)}\"}}],\"at\":\"2026-01-01T00:00:00+00:00\"}}";

    private static byte[] Bytes(FileRunStore state, string name) => File.ReadAllBytes(Path.Combine(state.PlaceOf(""), name));
}
