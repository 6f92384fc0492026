using System.Text;
using System.Text.Json;
using Holdfast.Execution.Codes;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Recovery.Trust;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>What machines say of copies, where the organization named its machines, and others write into the same repository.</summary>
public sealed class BelievedRecordsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);
    private readonly Scratch _scratch = new();
    private readonly List<string> _told = [];
    private readonly Pen _lead = new();
    private readonly MemoryRunStore _office = new();
    private Repository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _repository = await Repository.InitAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);

    [Fact]
    public async Task What_a_named_machine_recorded_of_its_own_systems_is_taken()
    {
        ProtectionLog.Append(_office, [Record("records", "good")]);
        await KeptState.KeepAsync(_repository, _office, Stop);
        Assert.True(Assert.Single(await FetchAsync(Named(_office, "office-server"))).Counts);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task What_a_machine_records_of_anothers_system_is_left_out_and_told()
    {
        ProtectionLog.Append(_office, [Record("records", "good"), Record("no such system", "evil")]);
        await KeptState.KeepAsync(_repository, _office, Stop);
        Assert.Equal(Id("good"), Assert.Single(await FetchAsync(Named(_office, "office-server"))).Snapshot);
        Assert.Contains("1 of 2 records are of systems that its machine does not run", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Empty(await FetchAsync(Named(_office, "another-host")));
    }

    [Fact]
    public async Task What_a_machine_says_of_a_system_that_was_moved_away_from_it_ends_with_the_move()
    {
        var before = Record("records", "before") with { Host = "office-server" };
        ProtectionLog.Append(_office, [
            before,
            before with { Snapshot = Id("after"), TakenAt = Noon.AddHours(2) },
            before with { Snapshot = Id("at the colo"), Host = "colo-server" },
            before with { Snapshot = Id("at the colo"), Host = null, VerifiedAt = null, DamagedAt = Noon, DamagedPacks = ["aa"] },
        ]);
        await KeptState.KeepAsync(_repository, _office, Stop);
        var authority = Named(_office, "office-server");
        var blank = new MemoryRunStore();
        var memory = new TrustMemory(blank);
        memory.Anchor(_lead.Fingerprint);
        memory.Take(memory.Read()!, authority.Statements);
        await new Epochs(new Dictionary<string, Repository> { ["vault"] = _repository }, blank, TimeProvider.System)
            .BeginAsync(1, "20260101T130000Z-failover-aaaa", Noon.AddHours(1), [("records", "colo-server")], Stop);
        await KeptState.FetchAsync(_repository, blank, Believed.By(authority, Plan), _told.Add, Stop);
        Assert.Equal(Id("before"), Assert.Single(ProtectionLog.Read(blank)).Snapshot);
        Assert.Contains("3 of 4 records", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Planted_records_take_no_copy_away_and_make_none_good()
    {
        ProtectionLog.Append(_office, [Record("records", "good")]);
        await KeptState.KeepAsync(_repository, _office, Stop);
        await PlantAsync(
            "state:0123456789abcdef",
            Record("records", "good") with { VerifiedAt = null, DamagedAt = Noon.AddYears(70), DamagedPacks = ["aa"] },
            Record("records", "evil"));
        var fetched = await FetchAsync(Named(_office, "office-server"));
        Assert.Equal((Id("good"), true), (Assert.Single(fetched).Snapshot, fetched[0].Counts));
        Assert.Contains("not signed by a machine that Business named", Assert.Single(_told), StringComparison.Ordinal);

        // Where nothing is signed it is as before: all of it is taken.
        Assert.Equal(2, (await FetchAsync(null)).Length);
    }

    [Fact]
    public async Task One_who_only_claims_to_be_that_machine_hides_nothing_that_it_signed()
    {
        ProtectionLog.Append(_office, [Record("records", "good")]);
        await KeptState.KeepAsync(_repository, _office, Stop);
        for (var i = 0; i < 3; i++)
        {
            await PlantAsync($"state:{StoreName.Of(_office)}", Record("records", $"evil {i}"));
        }

        Assert.Equal(Id("good"), Assert.Single(await FetchAsync(Named(_office, "office-server"))).Snapshot);
    }

    [Fact]
    public async Task A_machine_that_was_removed_is_believed_no_more()
    {
        ProtectionLog.Append(_office, [Record("records", "good")]);
        await KeptState.KeepAsync(_repository, _office, Stop);
        var authority = Named(_office, "office-server");
        Assert.Null(authority.Take(_lead.Machines(9)));
        Assert.Empty(await FetchAsync(authority));
    }

    [Fact]
    public async Task What_an_operator_said_to_ignore_is_taken_back_and_what_others_said_stays()
    {
        ProtectionLog.Append(_office, [Record("records", "good")]);
        await KeptState.KeepAsync(_repository, _office, Stop);
        var planted = await PlantAsync("state:0123456789abcdef", Record("records", "good"), Record("records", "good") with { VerifiedAt = null, DamagedAt = Noon.AddYears(70), DamagedPacks = ["aa"] });
        var state = new MemoryRunStore();
        await KeptState.FetchAsync(_repository, state, null, _told.Add, Stop);
        Assert.False(ProtectionLog.Read(state)[0].Counts);

        new EpochMemory(state).Ignore(new(planted.Snapshot.ToString()[..8], "planted", "ann", Noon));
        await KeptState.FetchAsync(_repository, state, null, _told.Add, Stop);
        Assert.True(Assert.Single(ProtectionLog.Read(state)).Counts);

        // It stays so when the snapshot is gone, and on a machine that never took it.
        var blank = new MemoryRunStore();
        new EpochMemory(blank).Ignore(new(planted.Snapshot.ToString()[..8], "planted", "ann", Noon));
        await KeptState.FetchAsync(_repository, blank, null, _told.Add, Stop);
        Assert.True(Assert.Single(ProtectionLog.Read(blank)).Counts);
    }

    [Fact]
    public async Task That_a_code_was_used_only_a_named_machine_says()
    {
        var code = new CodeBook(_office, TimeProvider.System).Issue("maria", 1)[0];
        await KeptState.KeepAsync(_repository, _office, Stop);
        var id = new CodeBook(_office, TimeProvider.System).ProofOf(code).Code;
        var spent = $"{{\"is\":\"code spent\",\"code\":\"{id}\",\"run\":\"r\",\"word\":\"w\",\"at\":\"2026-01-01T00:00:00Z\"}}\n";
        await _repository.BackupAsync(
            new BackupRequest([new ContentTarget(Encoding.UTF8.GetBytes(spent), "/codes.jsonl")], "holdfast", ["holdfast:journal", "state:0123456789abcdef"], [], null, ["/evil"]), null, Stop);
        var blank = new MemoryRunStore();
        var authority = Named(_office, "office-server");
        Assert.Null(authority.Take(_lead.Codes(3, "maria", new CodeBook(_office, TimeProvider.System).Issued()[0].Hash)));
        var memory = new TrustMemory(blank);
        memory.Anchor(_lead.Fingerprint);
        memory.Take(memory.Read()!, authority.Statements);
        await KeptState.FetchAsync(_repository, blank, Believed.By(authority, Plan), _told.Add, Stop);
        Assert.Equal(id, new CodeBook(blank, TimeProvider.System).ProofOf(code).Code);
        Assert.Contains(_told, t => t.Contains("1 codes are said to be used", StringComparison.Ordinal));

        // The machine that issued it says so, and is believed, also behind one that takes its name.
        new CodeBook(_office, TimeProvider.System).Spend([id], "a run", "a word");
        await KeptState.KeepAsync(_repository, _office, Stop);
        await PlantAsync($"state:{StoreName.Of(_office)}", Record("records", "evil"));
        await KeptState.FetchAsync(_repository, blank, Believed.By(authority, Plan), _told.Add, Stop);
        Assert.Contains("used before", Assert.Throws<CodeRefusedException>(() => new CodeBook(blank, TimeProvider.System).ProofOf(code)).Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        _lead.Dispose();
        return _repository.DisposeAsync();
    }

    private Authority Named(IRunStore state, string host)
    {
        var authority = new Authority(_lead.Fingerprint);
        Assert.Empty(authority.Take([_lead.Holders(1, _lead.As("maria")), _lead.Machines(2, new Machine("office", SealedJournals.Fingerprint(state), [host]))]));
        return authority;
    }

    private async Task<ProtectionRecord[]> FetchAsync(Authority? authority)
    {
        var blank = new MemoryRunStore();
        await KeptState.FetchAsync(_repository, blank, Believed.By(authority, Plan), _told.Add, Stop);
        return [.. ProtectionLog.Read(blank)];
    }

    private static ProtectionRecord Record(string system, string name) => new(system, "vault", Id(name), Noon, Noon, 1, 1, false, null);

    /// <summary>As long as the name of a snapshot.</summary>
    private static string Id(string name) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private Task<BackupReport> PlantAsync(string state, params ProtectionRecord[] records)
    {
        var text = string.Concat(records.Select(r => JsonSerializer.Serialize(r, JsonSerializerOptions.Web) + "\n"));
        return _repository.BackupAsync(
            new BackupRequest([new ContentTarget(Encoding.UTF8.GetBytes(text), "/protection.jsonl")], "holdfast", ["holdfast:journal", state], [], null, ["/evil"]), null, Stop);
    }
}
