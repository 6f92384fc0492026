using System.Text;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stages;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Tests.Recovery.Plans;
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
    private OpenRepositories _repositories = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        RepositoryPlace[] places = [Place("nas"), Place("vault")];
        foreach (var place in places)
        {
            await using var made = await Repository.InitAsync(Locations.Open(_scratch[place.At]), new Password("key"), TimeProvider.System, Stop);
        }

        var world = new World(Plan with { Repositories = [.. places] }, _scratch.Path, drill: false, new Dictionary<string, Holdfast.Protocol.RepositoryAddress>());
        _repositories = await OpenRepositories.OpenAsync(world, places, (_, _) => Task.FromResult(new Password("key")), TimeProvider.System, Stop);
        Assert.Empty(_repositories.Closed);
    }

    [Fact]
    public async Task The_newest_over_all_repositories_is_chosen()
    {
        await TakeAsync("nas", second: 0);
        var newest = await TakeAsync("vault", second: 10);
        Assert.Equal(("vault", newest), Chosen(await PointAsync()));
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
        var epochs = new Epochs(_repositories.Open, new(_scratch["leader"]), TimeProvider.System);
        await epochs.BeginAsync(1, "20260101T120000Z-failover-aaaa", Noon, [("records", "colo")], Stop);
        Assert.Equal(("vault", taken), Chosen(await PointAsync()));

        // The office goes on for a while with its old epoch; by its clock or a right one, that is not chosen over what the failover left.
        var abandoned = await TakeAsync("vault", second: Math.Max(offset, 0) + 500);
        var now = await TakeAsync("vault", second: 900, Tags.EpochNumber(1));
        Assert.Equal(("vault", now), Chosen(await PointAsync()));
        Assert.NotEqual(abandoned, now);
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
        await _repositories.Open["vault"].BackupAsync(
            new BackupRequest([Content], "h", ["system:booking"], [], Noon, ["/booking"]), null, Stop);
        Assert.Null(await PointAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _repositories.DisposeAsync();
        _scratch.Dispose();
    }

    private static RepositoryPlace Place(string name) => new(name, name, "office", new(KeyKind.Env, "KEY"));

    private static ContentTarget Content => new(Encoding.UTF8.GetBytes("a row"), "/records/records.db");

    private async Task<string> TakeAsync(string repository, int second, params string[] tags) =>
        (await _repositories.Open[repository].BackupAsync(
            new BackupRequest([Content], "h", ["system:records", .. tags], [], Noon.AddSeconds(second), ["/records"]), null, Stop)).Snapshot.ToString();

    private async Task<RecoveryPoint?> PointAsync(int? disaster = null, params ProtectionRecord[] records) => (await RecoveryPoints.NewestAsync(
        [Records],
        _repositories,
        records,
        await new Epochs(_repositories.Open, new(_scratch["state"]), TimeProvider.System).ReadAsync(Stop),
        disaster is { } second ? Noon.AddSeconds(second) : null,
        Noon.AddSeconds(1000),
        Stop)).SingleOrDefault();

    private static (string, string) Chosen(RecoveryPoint? point) => (point!.Repository, point.Snapshot);
}
