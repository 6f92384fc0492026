using System.Collections.Immutable;
using System.Text;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Upkeep;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Execution.Executors;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Sources;
using Xunit;

namespace Holdfast.Tests.Execution.Upkeep;

/// <summary>Upkeep of a real repository through months of a clock that is set by hand.</summary>
public sealed class RepositoryUpkeepTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private readonly LeapingClock _clock = new();
    private readonly MemoryRunStore _state = new();
    private readonly List<string> _told = [];
    private readonly Random _random;

    public RepositoryUpkeepTests()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        _random = new(seed);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        File.WriteAllText(_scratch["vault.key"], "key\n");
        await using var made = await Repository.InitAsync(Locations.Open(_scratch["vault"]), new Password("key"), TimeProvider.System, Stop);
    }

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Takes", "long")]
    public async Task Copies_of_a_year_and_a_half_come_to_what_the_plan_promises_and_the_room_is_bounded()
    {
        var context = Context("keep: { daily: 7, weekly: 5, monthly: 12, within: 3 days }");
        var (most, sizes) = (0, new List<long>());
        for (var day = 0; day < 420; day += 2)
        {
            await CopyAsync();
            _clock.Date += TimeSpan.FromDays(2);
            if (day % 20 == 0)
            {
                Assert.All(await UpkeepAsync(context), r => Assert.True(r.IsGood, string.Join('\n', r.Problems)));
                sizes.Add(SizeOfVault());
                most = Math.Max(most, (await PointsAsync()).Count);
            }
        }

        var left = await PointsAsync();
        foreach (var month in Enumerable.Range(0, 12).Select(back => _clock.Date.AddDays(-2).AddMonths(-back)))
        {
            Assert.Contains(left, p => p.Year == month.Year && p.Month == month.Month);
        }

        for (var back = 1; back <= 5; back++)
        {
            Assert.Contains(left, p => p <= _clock.Date.AddDays(-7 * (back - 1)) && p >= _clock.Date.AddDays(-(7 * back) - 2));
        }

        Assert.InRange(most, 20, 36); // 7 + 5 + 12, and what came since the last upkeep.
        Assert.True(sizes[^1] < 1.5 * sizes[sizes.Count / 2], $"the vault grows: {string.Join(", ", sizes)}");
    }

    [Fact]
    [Trait("Takes", "long")]
    public async Task Everything_is_read_again_within_the_time_of_the_plan_and_no_day_brings_all_of_it()
    {
        var context = Context("verify every: 4 weeks");
        for (var copy = 0; copy < 20; copy++)
        {
            await CopyAsync();
        }

        var mostAtOnce = 0;
        for (var day = 0; day < 70; day++)
        {
            _clock.Date += TimeSpan.FromDays(1);
            mostAtOnce = Math.Max(mostAtOnce, (await UpkeepAsync(context))[0].Readings.Length);
            var last = ProtectionLog.Readings(_state).Select(r => (DateTimeOffset?)r.At).Max();
            Assert.True(day < 28 || _clock.Date - last <= TimeSpan.FromDays(28), $"on day {day} the last whole reading is of {last}");
        }

        Assert.InRange(mostAtOnce, 1, 4);
    }

    [Fact]
    public async Task After_a_long_sleep_all_is_read_at_once_and_what_rotted_is_told_and_counts_no_more()
    {
        var context = Context("verify every: 4 weeks");
        for (var copy = 0; copy < 10; copy++)
        {
            await CopyAsync();
        }

        await UpkeepAsync(context);
        var packs = Directory.GetFiles(_scratch["vault/data"], "*", SearchOption.AllDirectories);
        var spoilt = packs[_random.Next(packs.Length)];
        File.SetUnixFileMode(spoilt, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = await File.ReadAllBytesAsync(spoilt, Stop);
        bytes[_random.Next(bytes.Length)] ^= 0x10;
        await File.WriteAllBytesAsync(spoilt, bytes, Stop);
        _clock.Date += TimeSpan.FromDays(40);

        var report = (await UpkeepAsync(context))[0];

        Assert.Equal(UpkeepReport.Parts, report.Readings.Length);
        Assert.False(report.IsGood);
        Assert.Contains(report.Readings.SelectMany(r => r.Errors), e => e.Contains(Path.GetFileName(spoilt)[..8], StringComparison.Ordinal));
        Assert.Empty(ProtectionLog.Readings(_state));
        Assert.Contains(ProtectionLog.Read(_state), r => r.DamagedAt is not null || !r.Counts);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_a_clock_that_does_not_fit_removes_nothing()
    {
        var context = Context("keep: { last: 1 }, verify every: 1 week");
        for (var copy = 0; copy < 4; copy++)
        {
            await CopyAsync();
            _clock.Date += TimeSpan.FromHours(1);
        }

        var before = Files();
        var dry = (await UpkeepAsync(context, dryRun: true))[0];
        Assert.Equal((3, before), (dry.Removed, Files()));
        Assert.Null(_state.ReadDocument(StoreNames.Upkeep));

        _clock.Date -= TimeSpan.FromDays(2);
        await UpkeepAsync(context);
        Assert.Equal(4, (await PointsAsync()).Count);
        Assert.Contains(_told, t => t.Contains("nothing is removed", StringComparison.Ordinal));

        _clock.Date += TimeSpan.FromDays(2);
        var done = (await UpkeepAsync(context))[0];
        Assert.Equal(3, done.Removed);
        Assert.Single(await PointsAsync());
    }

    [Fact]
    public async Task What_another_machine_tells_gives_nothing_up_for_a_week_and_a_date_before_what_was_known_is_not_believed()
    {
        var context = Context("keep: { last: 2 }");
        for (var copy = 0; copy < 4; copy++)
        {
            await CopyAsync(here: false);
            _clock.Date += TimeSpan.FromHours(1);
        }

        var first = (await UpkeepAsync(context))[0];
        Assert.Equal((0, 4, true), (first.Removed, first.Points[0].Waiting, first.IsGood));
        _clock.Date += TimeSpan.FromDays(6);
        Assert.Equal(0, (await UpkeepAsync(context))[0].Removed);

        // Whoever took that machine dates what he adds between the copies that are there, and numbers all as he likes.
        var genuine = await PointsAsync();
        foreach (var date in genuine)
        {
            await CopyAsync(here: false, at: date + TimeSpan.FromMinutes(5));
        }

        var planted = (await UpkeepAsync(context))[0];
        Assert.Equal((0, 5), (planted.Removed, planted.Points[0].Waiting)); // The last of those added is dated after all that were known.
        _clock.Date += TimeSpan.FromDays(2);
        Assert.Equal(2, (await UpkeepAsync(context))[0].Removed);
        Assert.Subset((await PointsAsync()).ToHashSet(), genuine.TakeLast(2).ToHashSet());
        Assert.Equal(0, (await UpkeepAsync(context))[0].Removed);
    }

    [Fact]
    public async Task A_dry_run_knows_nothing_the_better_the_next_time()
    {
        var context = Context("keep: { last: 1 }");
        await CopyAsync(here: false);
        await CopyAsync(here: false);
        await UpkeepAsync(context, dryRun: true);
        Assert.Empty(_state.List("seen"));
        _clock.Date += TimeSpan.FromDays(8);
        Assert.Equal(0, (await UpkeepAsync(context))[0].Removed);
    }

    [Fact]
    public async Task The_last_full_copy_stays_as_long_as_later_ones_hold_less_and_nobody_said_that_this_is_right()
    {
        var context = Context("keep: { last: 2 }");
        await CopyAsync();
        for (var copy = 0; copy < 5; copy++)
        {
            _clock.Date += TimeSpan.FromDays(1);
            await CopyAsync(record: r => r with { Shrunk = ["it holds 19 of 30 files"], Warnings = ["it holds 19 of 30 files"] });
        }

        var full = (await PointsAsync()).Min();
        Assert.Equal(3, (await UpkeepAsync(context))[0].Removed);
        Assert.Contains(full, await PointsAsync());

        var newest = await OnAsync(async r => (await r.ReadableSnapshotsAsync(Stop)).MaxBy(s => s.Time)!.Id.ToString());
        ProtectionLog.Accept(_state, newest, "moved elsewhere");
        Assert.Equal(1, (await UpkeepAsync(context))[0].Removed);
        Assert.DoesNotContain(full, await PointsAsync());
    }

    [Fact]
    public async Task The_mark_of_a_suspect_copy_counts_for_more_than_what_records_say()
    {
        var context = Context("keep: { last: 2 }");
        await CopyAsync();
        await CopyAsync(days: 1);
        for (var copy = 0; copy < 4; copy++)
        {
            await CopyAsync(days: 1, tags: ["holdfast:suspect"]);
        }

        Assert.Equal(2, (await UpkeepAsync(context))[0].Removed); // Two of those in doubt.
        Assert.Equal(2, await OnAsync(async r => (await r.ReadableSnapshotsAsync(Stop)).Count(s => s.Tags.Contains("system:records") && !s.Tags.Contains("holdfast:suspect"))));
    }

    [Fact]
    public async Task What_is_due_is_read_before_anything_is_given_up_for_a_copy_that_rotted()
    {
        var context = Context("keep: { last: 1 }, verify every: 1 week");
        await CopyAsync();
        var good = (await PointsAsync()).Single();
        var before = Packs();
        await CopyAsync(days: 40);
        var spoilt = Packs().Except(before).MaxBy(p => new FileInfo(p).Length)!;
        File.SetUnixFileMode(spoilt, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = await File.ReadAllBytesAsync(spoilt, Stop);
        bytes[bytes.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(spoilt, bytes, Stop);

        var report = (await UpkeepAsync(context))[0];

        Assert.False(report.IsGood);
        Assert.NotEmpty(report.Readings.SelectMany(r => r.Damaged));
        Assert.Contains(good, await PointsAsync());
    }

    [Fact]
    public async Task Where_what_is_due_cannot_be_read_nothing_is_given_up()
    {
        var context = Context("keep: { last: 1 }, verify every: 1 week");
        await CopyAsync();
        await CopyAsync(days: 40);
        Directory.Move(_scratch["vault/index"], _scratch["index"]);
        await File.WriteAllTextAsync(_scratch["vault/index"], "no folder", Stop);
        var report = (await UpkeepAsync(context))[0];
        File.Delete(_scratch["vault/index"]);
        Directory.Move(_scratch["index"], _scratch["vault/index"]);

        Assert.Contains(report.Problems, p => p.Contains("could not be read back", StringComparison.Ordinal));
        Assert.Equal(2, (await PointsAsync()).Count);
    }

    [Fact]
    public async Task A_copy_that_a_wrong_clock_dated_ends_retention_with_the_cure_told_until_it_is_set_aside()
    {
        var context = Context("keep: { last: 1 }");
        await CopyAsync();
        await CopyAsync(days: 1);
        var right = _clock.Date;
        await CopyAsync(days: 300);
        var wrong = await OnAsync(async r => (await r.ReadableSnapshotsAsync(Stop)).MaxBy(s => s.Time)!.Id.ToString());
        _clock.Date = right.AddHours(1);

        var report = (await UpkeepAsync(context))[0];
        Assert.Equal((0, false), (report.Removed, report.IsGood));
        Assert.Contains(_told, t => t.Contains($"holdfast upkeep --ignore {wrong[..8]} --because REASON", StringComparison.Ordinal));

        Assert.Equal([wrong], ProtectionLog.TakeBackAhead(_state, wrong[..8], _clock.Date));
        new EpochMemory(_state).Ignore(new(wrong, "the clock was a year ahead", "operator", _clock.Date));
        report = (await UpkeepAsync(context))[0];
        Assert.Equal((1, true), (report.Removed, report.IsGood));
        Assert.Contains(right.AddDays(300), await PointsAsync());
        Assert.DoesNotContain(ProtectionLog.Read(_state), r => r.Snapshot == wrong);
        Assert.Empty(ProtectionLog.TakeBackAhead(_state, ProtectionLog.Read(_state)[0].Snapshot!, _clock.Date));
    }

    [Fact]
    public async Task Nothing_goes_by_a_plan_that_is_no_longer_the_one_of_the_file()
    {
        var context = Context("keep: { last: 1 }");
        await CopyAsync();
        await CopyAsync(days: 1);
        Assert.Equal(0, (await UpkeepAsync(context, why: "the plan was changed"))[0].Removed);
        Assert.Equal(2, (await PointsAsync()).Count);
        Assert.Equal(1, (await UpkeepAsync(context))[0].Removed);
    }

    [Fact]
    public async Task Space_that_a_killed_upkeep_left_is_freed_by_the_next()
    {
        var context = Context("keep: { last: 1 }");
        await CopyAsync();
        await CopyAsync();
        await OnAsync(async r => await r.ForgetAsync(new() { Named = [(await r.ReadableSnapshotsAsync(Stop))[0].Id.ToString()] }, null, null, null, Stop));
        Assert.Equal(0, (await UpkeepAsync(context))[0].FreedBytes); // Nothing goes, so nothing is looked for.

        _state.WriteDocument(StoreNames.Upkeep, Encoding.UTF8.GetBytes($$$"""{"{{{await OnAsync(r => Task.FromResult(r.Id))}}}":{"at":null,"unpruned":true}}"""));
        Assert.InRange((await UpkeepAsync(context))[0].FreedBytes, 20_000, 40_000);
        Assert.Equal(0, (await UpkeepAsync(context))[0].FreedBytes);
    }

    [Fact]
    public async Task By_itself_it_removes_once_a_day_and_what_was_left_half_done_at_once()
    {
        var (context, daily) = (Context("keep: { last: 1 }"), TimeSpan.FromHours(20));
        await CopyAsync();
        _clock.Date += TimeSpan.FromMinutes(1);
        await CopyAsync();
        Assert.Equal(1, (await UpkeepAsync(context, removeEvery: daily))[0].Removed);
        _clock.Date += TimeSpan.FromMinutes(1);
        await CopyAsync();
        _clock.Date += TimeSpan.FromHours(19);
        Assert.Equal(0, (await UpkeepAsync(context, removeEvery: daily))[0].Removed);
        _clock.Date += TimeSpan.FromHours(2);
        Assert.Equal(1, (await UpkeepAsync(context, removeEvery: daily))[0].Removed);

        // What a storage did not let go is not asked for every hour; what was cut off is.
        _clock.Date += TimeSpan.FromMinutes(1);
        await CopyAsync();
        await DoneAsync(_clock.Date);
        Assert.Equal(0, (await UpkeepAsync(context, removeEvery: daily))[0].Removed);
        await DoneAsync(_clock.Date - TimeSpan.FromDays(1));
        Assert.Equal(1, (await UpkeepAsync(context, removeEvery: daily))[0].Removed);

        async Task DoneAsync(DateTimeOffset at) => _state.WriteDocument(
            StoreNames.Upkeep, Encoding.UTF8.GetBytes($$$"""{"{{{await OnAsync(r => Task.FromResult(r.Id))}}}":{"at":"{{{at:O}}}","unpruned":true}}"""));
    }

    [Fact]
    [Trait("Takes", "long")]
    public async Task Journals_that_a_newer_one_says_again_go_and_the_one_that_counts_stays_whatever_lies_beside_it()
    {
        var context = Context("keep: { last: 1000 }");
        await CopyAsync();
        for (var round = 0; round < 200; round++)
        {
            _clock.Date += TimeSpan.FromHours(1);
            _state.Append(StoreNames.KnownPlans, [$"{round}"]);
            ProtectionLog.Append(_state, [new("records", "vault", null, _clock.Date, null, 0, 0, false, $"failed {round}")]);
            await OnAsync(r => KeptState.KeepAsync(r, _state, Stop));
        }

        var before = await JournalsAsync();
        var report = (await UpkeepAsync(context))[0];
        var after = await JournalsAsync();
        Assert.Equal(200, before);
        Assert.Equal(before - after, report.Records);
        Assert.InRange(after, 129, 140);

        var blank = new MemoryRunStore();
        await OnAsync(r => KeptState.FetchAsync(r, blank, _told.Add, Stop));
        Assert.Contains(ProtectionLog.Read(blank), r => r.Why == "failed 199");
    }

    [Fact]
    public async Task In_the_quiet_hours_of_a_repository_nothing_is_done_by_itself_and_afterwards_or_by_hand_all_of_it()
    {
        var context = Context("keep: { last: 1 }, verify every: 1 week", "not between: 08:00 and 18:00 UTC");
        await CopyAsync();
        await CopyAsync(days: 9);
        Assert.Equal(12, _clock.Date.Hour);
        Assert.Empty(await UpkeepAsync(context, byItself: true));
        Assert.Equal(2, (await PointsAsync()).Count);
        _clock.Date += TimeSpan.FromHours(6);
        var report = (await UpkeepAsync(context, byItself: true))[0];
        Assert.Equal((1, UpkeepReport.Parts), (report.Removed, report.Readings.Length));

        await CopyAsync(days: 9);
        _clock.Date -= TimeSpan.FromHours(5);
        Assert.Equal(13, _clock.Date.Hour);
        _clock.Date += TimeSpan.FromDays(1);
        report = (await UpkeepAsync(context))[0];
        Assert.Equal((1, UpkeepReport.Parts), (report.Removed, report.Readings.Length));
    }

    private PlanContext Context(string clauses, string? ofRepository = null)
    {
        var text = $$"""
            organization: Years
            sites: { office: { fails with: [building office] }, colo: { fails with: [building colo] } }
            hosts:
              here: { site: office, folder: . }
              there: { site: colo, folder: there }
            repositories:
              vault: { at: vault, site: colo, key: "file:vault.key"{{(ofRepository is null ? "" : ", " + ofRepository)}} }
            systems:
              records:
                rto: 1 hour
                rpo: 2 days
                runs on: here
                recovers on: there
                protect: { files: records, every: 1 day, to: [vault], {{clauses}} }
                recover:
                  - restore: records
                  - check: { files: records, at least: 1 }
            """;
        return new(
            PlanInForce.Of(Encoding.UTF8.GetBytes(text), Path.Combine(_scratch.Path, "holdfast.yaml"), "holdfast.yaml"), _state, null!, (_, _) => Task.FromResult(new Password("key")), _clock);
    }

    private async Task<ImmutableArray<UpkeepReport>> UpkeepAsync(PlanContext context, bool dryRun = false, TimeSpan removeEvery = default, string? why = null, bool byItself = false)
    {
        await using var repositories = await RepositorySet.OpenAsync(
            context.Plan.Real(), context.Plan.Plan.Repositories, (_, _) => Task.FromResult(new Password("key")), TimeProvider.System, Stop);
        Assert.Empty(repositories.Closed);
        return await new RepositoryUpkeep(context, repositories, new(_ => Task.FromResult(why), dryRun, removeEvery) { IsByItself = byItself }, _told.Add).RunAsync(Stop);
    }

    /// <param name="here">Whether this machine had it taken.</param>
    private async Task CopyAsync(
        bool here = true, DateTimeOffset? at = null, int days = 0, string[]? tags = null, Func<ProtectionRecord, ProtectionRecord>? record = null)
    {
        _clock.Date += TimeSpan.FromDays(days);
        var time = at ?? _clock.Date;
        var content = new byte[20_000];
        _random.NextBytes(content);
        await OnAsync(async r =>
        {
            var report = await r.BackupAsync(
                new BackupRequest([new ContentTarget(content, "/records/rows")], "here", ["system:records", .. tags ?? []], [], time, ["/records"]), null, Stop);
            SeenCopies.Made(_state, here ? [report.Snapshot.ToString()] : []);
            ProtectionLog.Append(_state, [(record ?? (static r => r))(new("records", "vault", report.Snapshot.ToString(), time, time, content.Length, content.Length, false, null))]);
        });
    }

    private async Task<IReadOnlyList<DateTimeOffset>> PointsAsync() =>
        await OnAsync(async r => (await r.ReadableSnapshotsAsync(Stop)).Where(s => s.Tags.Contains("system:records")).Select(s => s.Time).ToArray());

    private Task<int> JournalsAsync() => OnAsync(async r => (await r.ReadableSnapshotsAsync(Stop)).Count(s => s.Tags.Contains("holdfast:journal")));

    private async Task<T> OnAsync<T>(Func<Repository, Task<T>> work)
    {
        await using var repository = await Repository.OpenAsync(Locations.Open(_scratch["vault"]), new Password("key"), _clock, Stop);
        return await work(repository);
    }

    private Task<bool> OnAsync(Func<Repository, Task> work) => OnAsync(async r =>
    {
        await work(r);
        return true;
    });

    private string[] Packs() => Directory.GetFiles(_scratch["vault/data"], "*", SearchOption.AllDirectories);

    private long SizeOfVault() => Directory.EnumerateFiles(_scratch["vault/data"], "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length);

    private string Files() => string.Join('\n', Directory.EnumerateFiles(_scratch["vault"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
}
