using Holdfast.Execution.Evidence;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Recovery.Trust;
using Xunit;

namespace Holdfast.Tests.Execution.Trust;

/// <summary>Who may say who is active, where the organization signs, and others write into the same repository.</summary>
public sealed class EpochTrustTests : IAsyncLifetime
{
    private static readonly (string, string)[] ToColo = [("records", "colo")];
    private static readonly (string, string)[] ToOffice = [("records", "office")];
    private readonly Pen _lead = new();
    private readonly MemoryRunStore _office = new();
    private readonly MemoryRunStore _colo = new();
    private readonly MemoryRunStore _blank = new();
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private Repository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _repository = await Repository.InitAsync(new MemoryBackend(), new Password("key"), TimeProvider.System, Stop);
        await PlantAsync(_now.AddHours(-1), "system:records");
    }

    [Fact]
    public async Task A_record_that_nobody_signed_is_told_and_moves_nothing()
    {
        Trust(_office, _blank);
        await PlantAsync(_now, "holdfast:epoch", "epoch:1", "run:20260101T000000Z-failover-evil", "leader:root@colo", "active:records@colo");
        var epochs = await ReadAsync(_blank);
        Assert.Empty(epochs.Entries);
        Assert.Null(epochs.MovedFrom("office", "records"));
        var aside = Assert.Single(epochs.SetAside);
        Assert.True(aside.IsUnsigned);
        Assert.Contains("nor a machine that it named", aside.Why, StringComparison.Ordinal);
        Assert.Contains("--ignore " + aside.Entry.Snapshot[..8], aside.Claim, StringComparison.Ordinal);
        Assert.Equal(2, epochs.Next); // It may turn out to be true.

        // Where nothing is signed it is as before.
        Assert.Equal("colo", (await ReadAsync(new MemoryRunStore())).MovedFrom("office", "records")!.Host);
    }

    [Fact]
    public async Task A_named_machine_is_believed_for_its_own_hosts_and_for_no_others()
    {
        await BeginAsync(_colo, 1, ToColo);
        Trust(_blank, named: Machine(_colo, "colo"));
        Assert.Equal("colo", (await ReadAsync(_blank)).MovedFrom("office", "records")!.Host);

        var other = new MemoryRunStore();
        Trust(other, named: Machine(_colo, "another-host"));
        Assert.Contains("does not speak for the host", Assert.Single((await ReadAsync(other)).SetAside).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_that_leads_believes_itself_named_or_not()
    {
        Trust(_colo);
        await BeginAsync(_colo, 1, ToColo);
        Assert.Equal("colo", (await ReadAsync(_colo)).MovedFrom("office", "records")!.Host);
        Assert.False(EpochTrust.Of(_colo).IsBelievedElsewhere(["colo"]));
        Assert.Contains(Assert.Single((await ReadAsync(Trusting())).SetAside).Entry.Machines[0], Assert.Single((await ReadAsync(Trusting())).SetAside).Claim, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_captured_office_does_not_take_systems_back_by_its_own_key()
    {
        await BeginAsync(_colo, 1, ToColo);
        await BeginAsync(_office, 2, ToOffice);
        Trust(_blank, named: [Machine(_colo, "colo"), Machine(_office, "office")]);
        var epochs = await ReadAsync(_blank);
        Assert.Equal("colo", epochs.MovedFrom("office", "records")!.Host);
        Assert.Contains("only a key of Business", Assert.Single(epochs.SetAside).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Hundreds_of_records_bury_nothing()
    {
        SetAside Of(int i) => new(new EpochEntry(1, _now.AddSeconds(i), $"20260101T000000Z-failover-{i:x4}", "root@x", [new("records", "x")], [], $"{i:x64}"), "nobody signed it", false) { IsUnsigned = true };
        string[] told = [.. SetAside.Told([.. Enumerable.Range(0, 600).Select(Of), Of(700) with { IsUnsigned = false, ByWord = true }])];
        Assert.Equal(3, told.Length);
        Assert.Contains("failover-0257", told[0], StringComparison.Ordinal); // The newest of them.
        Assert.Contains("599 more", told[1], StringComparison.Ordinal);
        Assert.Equal(2, SetAside.Told([Of(1), Of(2)]).Count());
    }

    [Fact]
    public async Task A_key_that_may_sign_says_that_they_are_back()
    {
        await BeginAsync(_colo, 1, ToColo);
        Trust(_blank, named: [Machine(_colo, "colo"), Machine(_office, "office")]);
        var at = _now.AddMinutes(1);
        string[] tags = ["holdfast:epoch", "epoch:2", "run:20260101T000100Z-protect-aaaa", "leader:ann@office", "active:records@office"];
        await PlantAsync(at, [.. tags, _lead.Tags("Business", tags, at)]);
        Assert.Null((await ReadAsync(_blank)).MovedFrom("office", "records"));

        // The same signature under another host, another time, or for another organization signs nothing.
        foreach (var (text, time, organization) in new[] { (tags, at.AddSeconds(1), "Business"), (tags, at, "Another"), ([.. tags[..^1], "active:records@elsewhere"], at, "Business") })
        {
            Assert.Empty(TagSeal.Holders(organization, [.. text, _lead.Tags("Business", tags, at)], time));
        }
    }

    [Fact]
    public async Task Only_who_wrote_a_record_takes_it_back()
    {
        Trust(_blank, named: Machine(_colo, "colo"));
        await BeginAsync(_colo, 1, ToColo);
        await PlantAsync(_now, "holdfast:epoch", "withdrawn", $"run:{RunOf(_colo)}");
        await new Epochs(Open, _office, TimeProvider.System).WithdrawAsync(RunOf(_colo), Stop);
        Assert.Equal("colo", (await ReadAsync(_blank)).MovedFrom("office", "records")!.Host);
        Assert.Equal("colo", (await ReadAsync(new MemoryRunStore())).MovedFrom("office", "records")!.Host); // Nor where nothing is signed.

        await new Epochs(Open, _colo, TimeProvider.System).WithdrawAsync(RunOf(_colo), Stop);
        Assert.Empty((await ReadAsync(new MemoryRunStore())).Entries);
    }

    [Fact]
    [Trait("Takes", "long")]
    public async Task A_record_that_nobody_signed_and_that_appears_while_a_failover_begins_is_told_and_holds_up_none()
    {
        Trust(_colo);
        Trust(_blank, named: [Machine(_office, "office")]);
        Trust(_office, named: [Machine(_office, "office")]);
        var known = await ReadAsync(_office);
        await PlantAsync(_now, "holdfast:epoch", "epoch:1", "run:20260101T000000Z-failover-evil", "leader:root@x", "active:records@x");
        Assert.Empty(await LeadAsync(_office, "20260101T000000Z-failover-good", ToOffice, known, amongUnsigned: false));
        var leads = LeadAsync(_colo, "20260101T000000Z-failover-kits", ToColo, EpochRecord.In([]), amongUnsigned: true);
        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        await PlantAsync(_now, "holdfast:epoch", "epoch:1", "run:20260101T000000Z-failover-atonce", "leader:root@x", "active:records@x");
        Assert.Contains("failover-atonce", Assert.Single(await leads), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _lead.Dispose();
        return _repository.DisposeAsync();
    }

    private Dictionary<string, Repository> Open => new() { ["vault"] = _repository };

    private MemoryRunStore Trusting()
    {
        var state = new MemoryRunStore();
        Trust(state);
        return state;
    }

    private void Trust(params IRunStore[] states)
    {
        foreach (var state in states)
        {
            Trust(state, named: []);
        }
    }

    private void Trust(IRunStore state, params Machine[] named)
    {
        var memory = new TrustMemory(state);
        memory.Anchor(_lead.Fingerprint);
        Assert.Empty(memory.Take(memory.Read()!, [_lead.Holders(1, _lead.As("maria")), .. named.Length == 0 ? [] : new[] { _lead.Machines(2, [.. named]) }]));
    }

    private static Machine Machine(IRunStore state, string host) => new(host, SealedJournals.Fingerprint(state), [host]);

    private string RunOf(IRunStore state) => $"20260101T000000Z-failover-{(state == _colo ? "colo" : "office")}";

    private Task<System.Collections.Immutable.ImmutableArray<string>> BeginAsync(IRunStore state, int number, (string, string)[] active) =>
        new Epochs(Open, state, TimeProvider.System).BeginAsync(number, RunOf(state), _now, active, Stop);

    private Task<EpochRecord> ReadAsync(IRunStore state) => new Epochs(Open, state, TimeProvider.System).ReadAsync(Stop);

    private async Task<IEnumerable<string>> LeadAsync(IRunStore state, string run, (string, string)[] active, EpochRecord known, bool amongUnsigned) =>
        await new Leadership(new Epochs(Open, state, TimeProvider.System), run, active, _ => false, TimeProvider.System, amongUnsigned: amongUnsigned).AnnounceAsync(known, _now, Stop);

    private Task<BackupReport> PlantAsync(DateTimeOffset at, params string[] tags) =>
        _repository.BackupAsync(new BackupRequest([new ContentTarget("x"u8.ToArray(), "/x")], "h", tags, [], at, ["/x"]), null, Stop);
}
