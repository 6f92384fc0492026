using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Recovery.Plans;
using Holdfast.Tests.Recovery.Trust;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

/// <summary>Which snapshot a system is brought back from, over two real repositories.</summary>
public sealed class RecoveryPointsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);
    private static readonly ProtectedSystem Records = Plan.SystemNamed("records");
    private readonly Scratch _scratch = new();
    private World _world = null!;
    private RepositorySet? _opened;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        RepositoryPlace[] places = [Place("nas"), Place("vault")];
        foreach (var place in places)
        {
            await using var made = await Repository.InitAsync(Locations.Open(_scratch[place.At]), new Password("key"), TimeProvider.System, Stop);
        }

        _world = new World(Plan with { Repositories = [.. places] }, _scratch.Path, drill: false, new Dictionary<string, Holdfast.Protocol.RepositoryAddress>());
    }

    [Fact]
    public async Task The_newest_over_all_repositories_is_chosen()
    {
        await TakeAsync("nas", second: 0);
        var newest = await TakeAsync("vault", second: 10);
        Assert.Equal(("vault", newest), Chosen(await PointAsync()));
    }

    /// <summary>The recovery host is at the colo, where the vault is; the link from the office is slow.</summary>
    [Theory]
    [InlineData("nas", "vault")]
    [InlineData("vault", "nas")]
    public async Task Of_copies_of_one_moment_the_one_that_gets_to_the_recovery_host_most_quickly_is_taken(string first, string second)
    {
        _world = new World(
            _world.Plan with
            {
                Repositories = [Place("nas"), Place("vault") with { Site = "colo" }],
                Links = [new("office", "colo", new(1_000_000), null, [])],
                Systems = [Records with { Protection = Records.Protection! with { To = [first, second] } }],
            },
            _scratch.Path,
            drill: false,
            new Dictionary<string, Holdfast.Protocol.RepositoryAddress>());
        await TakeAsync("nas", second: 0);
        var near = await TakeAsync("vault", second: 0);
        var point = (await ChoiceAsync()).First(_world.Plan.Systems[0]);
        Assert.Equal(("vault", near), Chosen(point));
        Assert.Equal("the quickest: vault, whose way the plan does not limit, not nas at 1 Mbit/s (link office - colo)", point!.Why);
        await TakeAsync("nas", second: 1);
        Assert.Equal(("nas", null), ((await ChoiceAsync()).First(_world.Plan.Systems[0])!.Repository, (await ChoiceAsync()).First(_world.Plan.Systems[0])!.Why));
    }

    [Fact]
    public async Task What_was_written_after_the_disaster_began_is_not_brought_back()
    {
        var before = await TakeAsync("vault", second: 0);
        await TakeAsync("vault", second: 20);
        Assert.Equal(("vault", before), Chosen(await PointAsync(disaster: 10)));
    }

    [Fact]
    public async Task Without_a_disaster_nothing_is_cut_off_at_now_and_what_is_dated_later_is_the_last_choice()
    {
        var good = await TakeAsync("vault", second: 0);
        var almost = await TakeAsync("vault", second: 1060);
        Assert.Equal(("vault", almost), Chosen(await PointAsync()));
        await TakeAsync("nas", second: 315360000);
        Assert.Equal(("vault", almost), Chosen(await PointAsync()));
        Assert.Equal(("vault", good), Chosen(await PointAsync(disaster: 10)));
    }

    [Theory]
    [InlineData(-315360000)]
    [InlineData(-31536000)]
    [InlineData(-86400)]
    [InlineData(-7200)]
    [InlineData(-60)]
    [InlineData(60)]
    [InlineData(7200)]
    [InlineData(86400)]
    [InlineData(31536000)]
    [InlineData(315360000)]
    public async Task Whatever_the_clock_of_a_source_says_its_point_is_found_before_and_after_a_failover(int offset)
    {
        var taken = await TakeAsync("vault", second: offset);
        Assert.Equal(("vault", taken), Chosen(await PointAsync()));
        var epochs = new Epochs(_opened!.Open, new FileRunStore(_scratch["leader"]), TimeProvider.System);
        await epochs.BeginAsync(1, "20260101T120000Z-failover-aaaa", Noon, [("records", "colo")], Stop);
        Assert.Equal(("vault", taken), Chosen(await PointAsync()));

        // The office goes on for a while with its old epoch; by its clock or a right one, that is not chosen over what the failover left.
        var abandoned = await TakeAsync("vault", second: Math.Max(offset, 0) + 500);
        var now = await TakeAsync("vault", second: 900, Tags.EpochNumber(1));
        Assert.Equal(("vault", now), Chosen(await PointAsync()));
        Assert.NotEqual(abandoned, now);
    }

    [Fact]
    public async Task Where_only_the_word_of_the_operator_leaves_every_copy_out_it_is_told_so_with_what_there_is()
    {
        var oldest = await TakeAsync("vault", second: 20);
        await TakeAsync("nas", second: 90);
        var none = (await ChoiceAsync(disaster: 10)).None(Records)!;
        Assert.Equal(2, none.LeftOut.Length);
        Assert.Contains("before 2026-01-01T12:00:10Z, when the disaster is said to have begun (--since)", none.Why, StringComparison.Ordinal);
        Assert.Contains("oldest of its 2 copies was taken 2026-01-01T12:00:20Z, the newest 2026-01-01T12:01:30Z", none.Why, StringComparison.Ordinal);
        Assert.Contains($"--point records={oldest[..8]}", none.Hint, StringComparison.Ordinal);
        Assert.Contains("(--at)", (await ChoiceAsync(wish: new(Noon.AddSeconds(5), []))).None(Records)!.Why, StringComparison.Ordinal);
        Assert.Null((await ChoiceAsync(disaster: 30)).None(Records));
    }

    [Fact]
    public async Task Where_there_is_another_reason_it_is_that_one()
    {
        Assert.EndsWith("no copy of it is in a repository that is open", (await ChoiceAsync(disaster: 10)).None(Records)!.Why, StringComparison.Ordinal);
        await TakeAsync("vault", second: 20, "holdfast:partial");
        var none = (await ChoiceAsync(disaster: 10)).None(Records)!;
        Assert.Empty(none.LeftOut);
        Assert.Contains("partial", none.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_could_not_be_read_back_is_passed_over()
    {
        var good = await TakeAsync("vault", second: 0);
        var bad = await TakeAsync("vault", second: 10);
        var record = new ProtectionRecord("records", "vault", bad, Noon.AddSeconds(10), null, 1, 1, false, "pack is damaged");
        Assert.Equal(("vault", good), Chosen(await PointAsync(records: [record])));
    }

    [Fact]
    public async Task Of_two_copies_of_one_moment_the_verified_one_is_chosen()
    {
        await TakeAsync("nas", second: 0);
        var verified = await TakeAsync("vault", second: 0);
        var record = new ProtectionRecord("records", "vault", verified, Noon, Noon, 1, 1, false, null);
        var point = await PointAsync(records: [record]);
        Assert.Equal(("vault", verified), Chosen(point));
        Assert.True(point!.Verified);
    }

    [Fact]
    public async Task A_partial_copy_is_no_recovery_point()
    {
        await TakeAsync("vault", second: 0, "holdfast:partial");
        Assert.Null(await PointAsync());
    }

    [Fact]
    public async Task The_copies_of_another_system_are_not_taken()
    {
        await BackupAsync("vault", new BackupRequest([Content], "h", ["system:booking"], [], Noon, ["/booking"]));
        Assert.Null(await PointAsync());
    }

    [Fact]
    public async Task The_same_moment_of_another_copy_comes_before_an_older_one_and_a_copy_that_lacks_a_pack_last()
    {
        var older = await TakeTextAsync("nas", second: 0, content: "older");
        var broken = await TakeTextAsync("vault", second: 10, content: "newer");
        File.Delete(Directory.GetFiles(_scratch["vault/data"], "*", SearchOption.AllDirectories)[0]);
        Assert.Equal([("nas", older), ("vault", broken)], (await CandidatesAsync()).Select(p => Chosen(p)));
        var same = await TakeTextAsync("nas", second: 10, content: "newer");
        Assert.Equal([("nas", same), ("nas", older), ("vault", broken)], (await CandidatesAsync()).Select(p => Chosen(p)));
        var told = (await ChoiceAsync()).All(Records).Single(p => p.Point.Repository == "vault");
        Assert.Matches("^pack [0-9a-f]{8} is missing$", told.WhyNot);
        Assert.True(told.IsLastResort);
    }

    [Fact]
    public async Task Damage_that_was_found_takes_the_verification_away_from_every_point_that_uses_the_pack()
    {
        var first = await TakeAsync("vault", second: 0);
        var second = await TakeAsync("vault", second: 10);
        ProtectionRecord Good(string id, int at) => new("records", "vault", id, Noon.AddSeconds(at), Noon.AddSeconds(at), 1, 1, false, null);
        var all = Directory.GetFiles(_scratch["vault/data"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>();
        var found = Good(second, 10) with { VerifiedAt = null, Why = "a pack is damaged", DamagedAt = Noon.AddSeconds(20), DamagedPacks = [.. all] };
        var records = CopyDamage.Settled([Good(first, 0), Good(second, 10), found]);
        Assert.Equal([true, false], records.Select(r => r.Counts));
        var points = (await ChoiceAsync(records: [.. records])).All(Records);
        Assert.All(points, p => Assert.NotNull(p.WhyNot));
        Assert.Contains("found damaged", points[1].WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_verification_outweighs_damage_that_was_found_before()
    {
        var id = await TakeAsync("vault", second: 0);
        var damaged = new ProtectionRecord("records", "vault", id, Noon, null, 1, 1, false, "a pack is damaged") { DamagedAt = Noon.AddSeconds(1) };
        var read = new ProtectionRecord("records", "vault", id, Noon, Noon.AddSeconds(2), 1, 1, false, null);
        Assert.True(Assert.Single(CopyDamage.Settled([damaged, read])).Counts);
        Assert.False(Assert.Single(CopyDamage.Settled([damaged with { DamagedAt = Noon.AddSeconds(3) }, read])).Counts);
    }

    [Fact]
    public async Task The_operator_names_a_point_and_only_older_ones_stand_in_for_it()
    {
        var older = await TakeAsync("nas", second: 0);
        var named = await TakeAsync("vault", second: 10);
        var same = await TakeAsync("nas", second: 10);
        await TakeAsync("vault", second: 20);
        Assert.Equal(
            [("vault", named), ("nas", same), ("nas", older)],
            (await CandidatesAsync(wish: new(null, [new("records", named[..8])]))).Select(p => Chosen(p)));
        Assert.Empty(await CandidatesAsync(wish: new(null, [new("records", "ffffffff")])));
        Assert.Equal(("nas", older), Chosen((await CandidatesAsync(wish: new(Noon.AddSeconds(9), [])))[0]));
    }

    [Fact]
    public async Task Where_the_organization_signs_a_copy_of_which_no_believed_machine_told_comes_last_and_is_told()
    {
        var told = await TakeAsync("vault", second: 0);
        var planted = await TakeAsync("nas", second: 10);
        Assert.Equal(("nas", planted), Chosen(await PointAsync(records: [Told(told, 0)]))); // Where nothing is signed it is the newest.

        Sign();
        var choice = await ChoiceAsync(records: [Told(told, 0)]);
        Assert.Equal([("vault", told), ("nas", planted)], choice.Candidates(Records).Select(p => Chosen(p)));
        Assert.Contains($"--point records={planted[..8]}", Assert.Single(choice.Untold([Records])), StringComparison.Ordinal);

        // With no record left the date decides, which is better than nothing, and is told; by name it is taken first, without a word about it.
        var unknown = await ChoiceAsync();
        Assert.Equal([("nas", planted), ("vault", told)], unknown.Candidates(Records).Select(p => Chosen(p)));
        Assert.Contains($"{planted[..8]} in nas", Assert.Single(unknown.Untold([Records])), StringComparison.Ordinal);
        var named = await ChoiceAsync(wish: new(null, [new("records", planted[..8])]), records: [Told(told, 0)]);
        Assert.Equal(("nas", planted), Chosen(named.Candidates(Records)[0]));
        Assert.Empty(named.Untold([Records]));
    }

    [Theory]
    [InlineData(315360000, 10)] // Dated ten years ahead once, and right again: what came after it is newer.
    [InlineData(10, 5)] // Put back by a few seconds.
    [InlineData(10, -315360000)]
    [InlineData(0, 315360000)] // The newest is dated in the future: it is the newest all the same.
    public async Task Where_the_organization_signs_the_number_says_which_copy_is_newer_whatever_clocks_said(int first, int second)
    {
        Sign();
        var older = await TakeAsync("vault", first);
        var newer = await TakeAsync("vault", second);
        var records = new[] { Told(older, first) with { Sequence = 1 }, Told(newer, second) with { Sequence = 2 } };
        Assert.Equal([("vault", newer), ("vault", older)], (await CandidatesAsync(records: records)).Select(p => Chosen(p)));
    }

    [Fact]
    public async Task A_number_that_cannot_have_been_reached_is_none()
    {
        Sign();
        var old = await TakeAsync("vault", second: 0);
        var now = await TakeAsync("vault", second: 10);
        var records = new[] { Told(old, 0) with { Sequence = long.MaxValue }, Told(now, 10) with { Sequence = 7 } };
        Assert.Equal(("vault", now), Chosen(await PointAsync(records: records)));
    }

    [Fact]
    public async Task A_number_that_no_machine_counted_to_makes_nothing_the_newest_and_is_told()
    {
        Sign();
        var old = await TakeAsync("vault", second: 0);
        var older = await TakeAsync("vault", second: 10);
        var now = await TakeAsync("vault", second: 20);
        var records = new[] { Told(old, 0) with { Sequence = int.MaxValue - 1L }, Told(older, 10) with { Sequence = 4 }, Told(now, 20) with { Sequence = 5 } };
        var choice = await ChoiceAsync(records: records);
        Assert.Equal(("vault", now), Chosen(choice.First(Records)!));
        Assert.Contains($"2147483646 of {old[..8]} in vault, after 5", Assert.Single(choice.Doubts([Records])), StringComparison.Ordinal);
        Assert.Equal(5, CopyNumbers.HighestIn(records));
        Assert.Equal(0, CopyNumbers.HighestIn([Told(old, 0) with { Sequence = long.MaxValue }, Told(old, 0) with { Sequence = -1 }]));
        Assert.Equal(1 + (1L << 20), CopyNumbers.HighestIn([Told(old, 0) with { Sequence = 1 }, Told(now, 0) with { Sequence = 1 + (1L << 20) }])); // Those between were forgotten.
    }

    [Theory]
    [InlineData(-1000, true)]
    [InlineData(-60, false)] // As far apart as clocks may be.
    [InlineData(1000, false)]
    public async Task A_number_that_its_date_contradicts_is_told(int second, bool isTold)
    {
        Sign();
        var other = await TakeAsync("vault", second: 0);
        var highest = await TakeAsync("vault", second);
        var choice = await ChoiceAsync(records: [Told(other, 0) with { Sequence = 5 }, Told(highest, second) with { Sequence = 6 }]);
        Assert.Equal(("vault", highest), Chosen(choice.First(Records)!));
        Assert.Equal(isTold, choice.Doubts([Records]).Any(line => line.Contains($"--point records={other[..8]}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task That_the_newest_record_of_who_is_active_is_gone_is_seen_by_copies_of_its_epoch()
    {
        Sign();
        var before = await TakeAsync("vault", second: -1000);
        Assert.NotNull(await PointAsync());
        var epochs = new Epochs(_opened!.Open, new FileRunStore(_scratch["state"]), TimeProvider.System);
        await epochs.BeginAsync(1, "20260101T120000Z-failover-aaaa", Noon, [("records", "colo")], Stop);
        var back = await TakeTextAsync("vault", 600, "back", Tags.EpochNumber(2));
        var robbed = await ChoiceAsync(records: [Told(before, -1000) with { Host = "office", Sequence = 1 }]);
        Assert.Equal(("vault", before), Chosen(robbed.First(Records)!));
        Assert.Contains($"--point records={back[..8]}", Assert.Single(robbed.Unrecorded([Records])), StringComparison.Ordinal);
        Assert.Contains("of epoch 2, and the newest record of who is active is of epoch 1", robbed.Unrecorded([Records]).Single(), StringComparison.Ordinal);

        await epochs.BeginAsync(2, "20260101T120500Z-protect-aaaa", Noon.AddSeconds(200), [("records", "office")], Stop);
        Assert.Empty((await ChoiceAsync(records: [Told(before, -1000) with { Host = "office", Sequence = 1 }])).Unrecorded([Records]));
    }

    [Theory]
    [InlineData(500, 1)] // As the epoch of the failover.
    [InlineData(500, 7)] // As one of its own.
    [InlineData(-500, 7)] // Dated before the failover.
    public async Task An_office_that_was_failed_over_from_is_not_the_newest_by_its_own_word(int second, int epoch)
    {
        Sign();
        var before = await TakeAsync("vault", second: -1000);
        Assert.NotNull(await PointAsync());
        await new Epochs(_opened!.Open, new FileRunStore(_scratch["state"]), TimeProvider.System).BeginAsync(1, "20260101T120000Z-failover-aaaa", Noon, [("records", "colo")], Stop);
        var there = await TakeTextAsync("vault", 100, "at the colo", Tags.EpochNumber(1));
        var captured = await TakeTextAsync("vault", second, "captured", Tags.EpochNumber(epoch));
        ProtectionRecord[] records =
        [
            Told(before, -1000) with { Host = "office", Sequence = 1 },
            Told(there, 100) with { Host = "colo", Sequence = 2 },
            Told(captured, second) with { Host = "office", Sequence = 1000 },
        ];
        Assert.Equal(("vault", there), Chosen(await PointAsync(records: records)));

        // Back again by a record that counts: then the office's copies are the newest.
        await new Epochs(_opened!.Open, new FileRunStore(_scratch["state"]), TimeProvider.System).BeginAsync(2, "20260101T120500Z-protect-aaaa", Noon.AddSeconds(200), [("records", "office")], Stop);
        var back = await TakeTextAsync("vault", 600, "back", Tags.EpochNumber(2));
        Assert.Equal(("vault", back), Chosen(await PointAsync(records: [.. records, Told(back, 600) with { Host = "office", Sequence = 1001 }])));
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _scratch.Dispose();
    }

    private static ProtectionRecord Told(string snapshot, int second) =>
        new("records", "vault", snapshot, Noon.AddSeconds(second), Noon.AddSeconds(second), 1, 1, false, null);

    private void Sign()
    {
        using var lead = new Pen();
        var memory = new TrustMemory(new FileRunStore(_scratch["state"]));
        memory.Anchor(lead.Fingerprint);
        Assert.Empty(memory.Take(memory.Read()!, [lead.Holders(1, lead.As("maria"))]));
    }

    private async Task CloseAsync()
    {
        if (_opened is { } open)
        {
            await open.DisposeAsync();
        }
    }

    private static RepositoryPlace Place(string name) => new(name, name, "office", new(KeyKind.Env, "KEY"));

    private static ContentTarget Content => new(Encoding.UTF8.GetBytes("a row"), "/records/records.db");

    private Task<string> TakeAsync(string repository, int second, params string[] tags) => TakeTextAsync(repository, second, "a row", tags);

    private Task<string> TakeTextAsync(string repository, int second, string content, params string[] tags) => BackupAsync(
        repository,
        new BackupRequest(
            [new ContentTarget(Encoding.UTF8.GetBytes(content), "/records/records.db")], "h", ["system:records", .. tags], [], Noon.AddSeconds(second), ["/records"]));

    private async Task<string> BackupAsync(string repository, BackupRequest request)
    {
        await using var open = await Repository.OpenAsync(Locations.Open(_scratch[repository]), new Password("key"), TimeProvider.System, Stop);
        return (await open.BackupAsync(request, null, Stop)).Snapshot.ToString();
    }

    private async Task<RecoveryPoints> ChoiceAsync(int? disaster = null, PointWish? wish = null, params ProtectionRecord[] records)
    {
        await CloseAsync();
        _opened = await RepositorySet.OpenAsync(
            _world,
            _world.Plan.Repositories,
            (_, _) => Task.FromResult(new Password("key")),
            TimeProvider.System,
            RepositoryAsking.Default with { Distrusted = CopyDamage.Packs(records) },
            Stop);
        Assert.Empty(_opened.Closed);
        return new(
            _opened, records, _opened.EpochsBy(new FileRunStore(_scratch["state"])), wish ?? PointWish.None, disaster is { } at ? Noon.AddSeconds(at) : null, Noon.AddSeconds(1000),
            new(PlanIndex.Of(_world.Plan), History.Empty));
    }

    private async Task<IReadOnlyList<RecoveryPoint>> CandidatesAsync(int? disaster = null, PointWish? wish = null, params ProtectionRecord[] records) =>
        (await ChoiceAsync(disaster, wish, records)).Candidates(Records);

    private async Task<RecoveryPoint?> PointAsync(int? disaster = null, params ProtectionRecord[] records) =>
        await CandidatesAsync(disaster, null, records) is [var first, ..] ? first : null;

    private static (string, string) Chosen(RecoveryPoint? point) => (point!.Repository, point.Snapshot);
}
