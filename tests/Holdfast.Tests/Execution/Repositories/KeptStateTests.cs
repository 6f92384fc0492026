using System.Text;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Snapshots;
using Holdfast.Execution;
using Holdfast.Execution.Repositories;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>What machines remember, kept in one repository and brought back on a blank one.</summary>
public sealed class KeptStateTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private Repository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _repository = await Repository.InitAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);

    [Fact]
    public async Task A_blank_machine_gets_what_every_machine_kept()
    {
        await KeepAsync("office", ("runs/a-drill/journal.jsonl", "1\n"), ("evidence/a-drill.jsonl", "sealed\n"), ("protection.jsonl", "o\n"));
        await KeepAsync("laptop", ("runs/b-drill/journal.jsonl", "2\n"), ("protection.jsonl", "l\n"));

        var blank = await FetchAsync();
        Assert.Equal(["a-drill", "b-drill"], blank.RunNames());
        Assert.Equal("sealed\n", Read(blank, "evidence/a-drill.jsonl"));
        Assert.Equal(["l", "o"], File.ReadAllLines(blank.ProtectionRecords).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_here_is_never_lost_by_fetching()
    {
        await KeepAsync("office", ("runs/a-drill/journal.jsonl", "1\nother\n"), ("evidence/a-drill.jsonl", "theirs\n"), ("protection.jsonl", "o\n"));
        var here = State("here", ("runs/a-drill/journal.jsonl", "1\nours\n"), ("evidence/a-drill.jsonl", "ours\n"), ("protection.jsonl", "h\n"));

        await KeptState.FetchAsync(_repository, here, Stop);
        Assert.Equal("1\nours\n", Read(here, "runs/a-drill/journal.jsonl"));
        Assert.Equal("ours\n", Read(here, "evidence/a-drill.jsonl"));
        Assert.Equal(["h", "o"], File.ReadAllLines(here.ProtectionRecords));
    }

    [Fact]
    public async Task A_journal_that_went_on_elsewhere_is_taken_as_it_went_on()
    {
        var here = State("here", ("runs/a-failover/journal.jsonl", "1\n"));
        await KeepAsync("office", ("runs/a-failover/journal.jsonl", "1\n2\n"));

        await KeptState.FetchAsync(_repository, here, Stop);
        Assert.Equal("1\n2\n", Read(here, "runs/a-failover/journal.jsonl"));
    }

    [Fact]
    public async Task Hashes_of_codes_go_along_and_words_on_their_way_do_not()
    {
        await KeepAsync("office", ("runs/a-failover/journal.jsonl", "1\n"), ("runs/a-failover/inbox/w.json", "a token"), ("codes.jsonl", "issued\n"));
        await KeepAsync("laptop", ("runs/b-drill/journal.jsonl", "2\n"), ("codes.jsonl", "issued\nspent\n"));

        var blank = await FetchAsync();
        Assert.Equal(["issued", "spent"], File.ReadAllLines(blank.Codes));
        Assert.False(Directory.Exists(blank.InboxOf("a-failover")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(blank.Codes));
        var snapshot = (await _repository.ReadableSnapshotsAsync(Stop)).First(s => s.Tags.Contains(Tags.Journal));
        Assert.False(await HoldsInboxAsync(snapshot));
    }

    [Fact]
    public async Task A_repository_brings_no_key_and_no_lock()
    {
        var planted = new ContentTarget(Encoding.UTF8.GetBytes("not ours"), "/keys/evidence.pem");
        await _repository.BackupAsync(new BackupRequest([planted], "h", ["holdfast:journal"], [], null, ["/x"]), null, Stop);
        await KeepAsync("office", ("runs/a-drill/journal.jsonl", "1\n"));

        var blank = await FetchAsync();
        Assert.False(File.Exists(blank.EvidenceKey));
        Assert.Single(blank.RunNames());
        Assert.Empty(Directory.GetDirectories(blank.Root, ".fetched*"));
    }

    public async ValueTask DisposeAsync()
    {
        await _repository.DisposeAsync();
        _scratch.Dispose();
    }

    private async Task KeepAsync(string machine, params (string Name, string Content)[] files) =>
        await KeptState.KeepAsync(_repository, State(machine, files), Stop);

    private async Task<StateFolder> FetchAsync()
    {
        var blank = new StateFolder(_scratch["blank"]);
        await KeptState.FetchAsync(_repository, blank, Stop);
        return blank;
    }

    private StateFolder State(string machine, params (string Name, string Content)[] files)
    {
        foreach (var (name, content) in files)
        {
            _scratch.Write($"{machine}/{name}", content);
        }

        return new(_scratch[machine]);
    }

    private async Task<bool> HoldsInboxAsync(Snapshot snapshot)
    {
        await _repository.RestoreAsync(new RestoreRequest(snapshot, "/", _scratch["whole"]), null, Stop);
        return Directory.EnumerateFileSystemEntries(_scratch["whole"], "inbox", SearchOption.AllDirectories).Any();
    }

    private static string Read(StateFolder state, string name) => File.ReadAllText(Path.Combine(state.Root, name));
}
