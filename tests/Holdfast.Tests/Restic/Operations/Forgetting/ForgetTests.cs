using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Forgetting;

public sealed class ForgetTests : RepositoryFixture
{
    [Fact]
    public async Task A_policy_forgets_what_it_does_not_keep()
    {
        await MakeAsync(3);
        var report = await ForgetAsync(new() { Policy = new() { Last = 1 } });
        Assert.Equal((2, 0), (report.Removed.Count, report.NotRemoved.Count));
        Assert.Equal(report.Plan.Groups[0].Retention.Keep[0].Snapshot.Id, Assert.Single(await Repository.SnapshotsAsync(Ct)).Id);
    }

    [Fact]
    public async Task A_dry_run_tells_and_forgets_nothing()
    {
        await MakeAsync(3);
        var report = await ForgetAsync(new() { Policy = new() { Last = 1 }, DryRun = true, Prune = new() });
        Assert.Equal((2, 0), (report.Plan.Remove.Count, report.Removed.Count));
        Assert.NotNull(report.Prune);
        Assert.Equal(3, (await Repository.SnapshotsAsync(Ct)).Count);
    }

    [Fact]
    public async Task Without_a_policy_nothing_is_forgotten()
    {
        await MakeAsync(2);
        await RefusedAsync(new());
        await RefusedAsync(new() { AllowRemoveAll = true });
        Assert.Equal(2, (await ForgetAsync(new() { AllowRemoveAll = true, Filter = new(["host"], [], []) })).Removed.Count);
    }

    [Fact]
    public async Task A_mistyped_tag_does_not_forget_everything()
    {
        await MakeAsync(2);
        await RefusedAsync(new() { Policy = new() { Tags = [TagList.Parse("nihgtly")] } });
        await RefusedAsync(new() { Policy = new() { Tags = [TagList.Parse("nihgtly")] }, AllowRemoveAll = true, Filter = new(["host"], [], []) });
        Assert.Equal(2, (await Repository.SnapshotsAsync(Ct)).Count);
    }

    [Fact]
    public async Task Snapshots_are_forgotten_by_name_records_too_and_unknown_names_are_remarked_on()
    {
        await MakeAsync(2);
        Clock.Advance(TimeSpan.FromHours(1));
        await Repository.BackupAsync(Request() with { Tags = [RecordTags.Plan] }, null, Ct);
        var latest = await LatestAsync();
        var report = await ForgetAsync(new() { Named = [latest.Id.ShortForm, "nothere"] });
        Assert.Equal(latest.Id, Assert.Single(report.Removed).Id);
        Assert.Contains("Ignoring \"nothere\"", Assert.Single(report.Plan.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_store_will_not_delete_is_told_and_nothing_is_pruned()
    {
        await MakeAsync(3);
        var stuck = (await Repository.SnapshotsAsync(Ct))[0].Id;
        var tampered = new TamperedBackend(Backend) { IsStuck = f => f.Name == stuck.ToString() };
        await using var repository = await Repository.OpenAsync(tampered, Secret, Clock, Ct);
        var report = await repository.ForgetAsync(new() { Policy = new() { Last = 1 }, Prune = new() }, null, null, null, Ct);
        Assert.Equal(stuck, Assert.Single(report.NotRemoved).Id);
        Assert.Single(report.Removed);
        Assert.Null(report.Prune);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_remarked_on_and_left_alone()
    {
        await MakeAsync(3);
        var damaged = new FileName(FileKind.Snapshot, (await Repository.SnapshotsAsync(Ct))[0].Id.ToString());
        await ReplaceAsync(damaged, new byte[99]);
        var report = await ForgetAsync(new() { Policy = new() { Last = 1 } });
        Assert.Contains(damaged.Name, Assert.Single(report.Plan.Remarks), StringComparison.Ordinal);
        Assert.NotNull(await Backend.SizeAsync(damaged, Ct));
        Assert.Single(report.Removed);
    }

    private async Task MakeAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Put("a", $"version {i}");
            Clock.Advance(TimeSpan.FromHours(1));
            await BackupAsync();
        }
    }

    private Task<ForgetReport> ForgetAsync(ForgetRequest request) => Repository.ForgetAsync(request, null, null, null, Ct);

    private async Task RefusedAsync(ForgetRequest request) =>
        Assert.Equal(RepositoryFault.Request, (await Assert.ThrowsAsync<RepositoryException>(() => ForgetAsync(request))).Fault);
}
