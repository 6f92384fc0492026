using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Pruning;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Pruning;

public sealed class PruneTests : RepositoryFixture
{
    private static readonly PruneRequest Thorough = new() { MaxUnused = UnusedLimit.Bytes(0) };

    [Fact]
    public async Task What_no_snapshot_uses_goes_and_everything_else_stays()
    {
        await MakeAsync();
        var before = await SizeAsync();
        var report = await Repository.PruneAsync(Thorough, null, null, Ct);
        Assert.NotEmpty(report.Plan.Repack);
        Assert.NotEmpty(report.Plan.Remove);
        Assert.Equal(report.Plan.Counts.Total, report.Plan.Counts.Used + report.Plan.Counts.RemoveTotal);
        Assert.True(await SizeAsync() < before);
        await GoodAsync(Backend, isClean: true);
        Assert.Empty((await RestoreAsync()).Failures);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(Target, "kept")));
        Assert.True((await Repository.PruneAsync(Thorough, null, null, Ct)).Plan.IsEmpty);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_promises_what_then_happens()
    {
        await MakeAsync();
        var before = await FilesAsync();
        var promised = (await Repository.PruneAsync(Thorough with { DryRun = true }, null, null, Ct)).Plan;
        Assert.Equal(before, await FilesAsync());
        var done = (await Repository.PruneAsync(Thorough, null, null, Ct)).Plan;
        Assert.Equal(promised.Counts, done.Counts);
        Assert.Equal(promised.Repack, done.Repack);
        Assert.Equal(promised.Remove, done.Remove);
    }

    [Fact]
    public async Task Killed_at_any_step_it_leaves_a_good_repository_and_the_next_prune_finishes()
    {
        await MakeAsync();
        await Backend.SaveAsync(new(FileKind.Pack, new string('a', 64)), new byte[100], Ct);
        var steps = 0;
        for (var isDone = false; !isDone; steps++)
        {
            var copy = await CopyAsync();
            var tampered = new TamperedBackend(copy) { StepsLeft = steps };
            await using (var dying = await Repository.OpenAsync(tampered, Secret, Clock, Ct))
            {
                try
                {
                    isDone = (await dying.PruneAsync(Thorough, null, null, Ct)).NotRemoved.Count == 0;
                }
                catch (RepositoryException e)
                {
                    Assert.Equal("the program is dead", e.Message);
                }
            }

            await GoodAsync(copy, isClean: isDone);
            await using var again = await Repository.OpenAsync(copy, Secret, Clock, Ct);
            await again.UnlockAsync(all: true, Ct);
            await again.PruneAsync(Thorough, null, null, Ct);
            await GoodAsync(copy, isClean: true);
            Assert.Equal("kept"u8.ToArray(), await again.ReadFileAsync((await again.SnapshotsAsync(Ct))[^1], "/data/kept", Ct));
        }

        Assert.InRange(steps, 8, 40);
    }

    [Fact]
    public async Task New_packs_come_first_then_their_index_then_the_old_index_goes_and_the_old_packs_last()
    {
        await MakeAsync();
        var tampered = new TamperedBackend(Backend);
        await using var repository = await Repository.OpenAsync(tampered, Secret, Clock, Ct);
        var old = (await FilesAsync()).Where(f => f.Kind == FileKind.Index).ToHashSet();
        tampered.AfterRemoval = async file =>
        {
            // Whatever was deleted, at this moment all that snapshots need is there.
            Assert.True(file.Kind is FileKind.Index or FileKind.Pack);
            await GoodAsync(Backend, isClean: false);
        };
        await repository.PruneAsync(Thorough, null, null, Ct);
        var kinds = tampered.Removed.Select(f => f.Kind).ToList();
        Assert.Equal(kinds.Order().Reverse(), kinds);
        Assert.Equal(old, tampered.Removed.Where(f => f.Kind == FileKind.Index).ToHashSet());
    }

    [Fact]
    public async Task Nothing_is_deleted_when_a_pack_that_is_needed_is_missing_or_cut_off()
    {
        await MakeAsync();
        var pack = await NeededPackAsync();
        var content = await LoadAsync(pack);
        await Backend.RemoveAsync(pack, Ct);
        Assert.Contains(pack.Name, (await RefusedAsync(RepositoryFault.Damaged)).Message, StringComparison.Ordinal);
        await Backend.SaveAsync(pack, content.AsMemory(0, content.Length - 1), Ct);
        Assert.Contains(pack.Name, (await RefusedAsync(RepositoryFault.Damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_deleted_when_a_snapshot_a_tree_or_an_index_file_cannot_be_read()
    {
        await MakeAsync();
        var snapshot = new FileName(FileKind.Snapshot, (await Repository.SnapshotsAsync(Ct))[0].Id.ToString());
        var index = (await Backend.ListAsync(FileKind.Index, Ct))[0].File;
        Assert.True((await IndexAsync()).TryFind(new(BlobType.Tree, (await LatestAsync()).Tree), out var root));
        foreach (var file in new[] { snapshot, index, new(FileKind.Pack, root.Pack.ToString()) })
        {
            var content = await LoadAsync(file);
            await ReplaceAsync(file, [.. content.Select(b => (byte)(b ^ 1))]);
            await RefusedAsync(RepositoryFault.Damaged);
            await ReplaceAsync(file, content);
        }
    }

    [Fact]
    public async Task Nothing_is_deleted_when_an_index_file_is_gone()
    {
        await MakeAsync();
        var kept = await Repository.SnapshotsAsync(Ct);
        foreach (var file in (await Backend.ListAsync(FileKind.Index, Ct)).Select(f => f.File))
        {
            await Backend.RemoveAsync(file, Ct);
        }

        Assert.Equal(2, kept.Count);
        await RefusedAsync(RepositoryFault.Damaged);
    }

    [Fact]
    public async Task Nothing_is_deleted_when_two_index_files_contradict_each_other()
    {
        await MakeAsync();
        var pack = (await IndexAsync()).Packs.Values.First();
        var lie = pack with { Blobs = [.. pack.Blobs.Select(b => b with { Length = b.Length + 1 })] };
        await UnpackedFile.SaveAsync(Backend, (await InsideAsync()).Key, FileKind.Index, IndexFile.Encode([lie]), Ct);
        Assert.Contains("different things", (await RefusedAsync(RepositoryFault.Damaged)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_deleted_when_no_snapshot_is_listed_unless_that_is_meant()
    {
        await MakeAsync();
        await RefusedAsync(RepositoryFault.Request, b => b.IsHidden = f => f.Kind == FileKind.Snapshot);
        foreach (var snapshot in await Repository.SnapshotsAsync(Ct))
        {
            await Backend.RemoveAsync(new(FileKind.Snapshot, snapshot.Id.ToString()), Ct);
        }

        await RefusedAsync(RepositoryFault.Request);
        await Repository.PruneAsync(Thorough with { AllowRemoveAll = true }, null, null, Ct);
        Assert.Empty(await Backend.ListAsync(FileKind.Pack, Ct));
    }

    [Fact]
    public async Task Nothing_is_deleted_when_neither_a_snapshot_nor_an_index_is_listed_but_packs_are()
    {
        await MakeAsync();
        await RefusedAsync(RepositoryFault.Request, b => b.IsHidden = f => f.Kind is FileKind.Snapshot or FileKind.Index);
    }

    [Fact]
    public async Task Nothing_is_deleted_when_a_listed_snapshot_is_said_not_to_be_there()
    {
        await MakeAsync();
        var snapshot = (await Backend.ListAsync(FileKind.Snapshot, Ct))[0].File;
        Backend.OnLoad = (file, _, _) => file == snapshot ? throw new RepositoryException(RepositoryFault.NotFound, "404") : Task.CompletedTask;
        await RefusedAsync(RepositoryFault.Storage);
        Assert.Contains((await Repository.CheckAsync(new(), null, Ct)).Errors, e => e.Contains(snapshot.Name, StringComparison.Ordinal));
        Backend.OnLoad = static (_, _, _) => Task.CompletedTask;
    }

    [Fact]
    public async Task Nothing_is_deleted_when_packs_are_there_that_are_not_listed()
    {
        await MakeAsync();
        await RefusedAsync(RepositoryFault.Storage, b => b.IsHidden = f => f.Kind == FileKind.Pack);
        var pack = await NeededPackAsync();
        await RefusedAsync(RepositoryFault.Storage, b => b.IsHidden = f => f == pack);
    }

    [Fact]
    public async Task Nothing_is_deleted_when_a_listing_comes_out_differently_the_second_time()
    {
        await MakeAsync();
        var hidden = new FileName(FileKind.Snapshot, (await Repository.SnapshotsAsync(Ct))[^1].Id.ToString());
        var listings = 0;
        await RefusedAsync(RepositoryFault.Locked, b => b.BeforeListing = kind =>
        {
            // The first listing lacks the newest snapshot: a page was lost.
            listings += kind == FileKind.Snapshot ? 1 : 0;
            b.IsHidden = f => listings == 1 && f == hidden;
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task It_ends_before_the_next_deletion_when_somebody_removes_its_lock()
    {
        await MakeAsync();
        var tampered = new TamperedBackend(Backend);
        await using var repository = await Repository.OpenAsync(tampered, Secret, Clock, Ct);
        tampered.AfterRemoval = async _ =>
        {
            tampered.AfterRemoval = static _ => Task.CompletedTask;
            await Repository.UnlockAsync(all: true, Ct);
            Clock.Advance(TimeSpan.FromSeconds(2));
        };
        var error = await Assert.ThrowsAsync<RepositoryException>(() => repository.PruneAsync(Thorough, null, null, Ct));
        Assert.Equal(RepositoryFault.Locked, error.Fault);
        Assert.Single(tampered.Removed);
        await GoodAsync(Backend, isClean: false);
    }

    [Fact]
    public async Task A_damaged_blob_that_would_have_to_be_copied_stops_it_before_anything_is_deleted()
    {
        await MakeAsync();
        var plan = (await Repository.PruneAsync(Thorough with { DryRun = true }, null, null, Ct)).Plan;
        var data = plan.Repack.First(p => IndexAsync().Result.Packs[p].Blobs[0].Handle.Type == BlobType.Data);
        var file = new FileName(FileKind.Pack, data.ToString());
        var kept = (await IndexAsync()).Packs[data].Blobs.Single(b => b.Handle.Id == BlobId.Of("kept"u8));
        var content = await LoadAsync(file);
        content[kept.Offset + 20] ^= 1;
        await ReplaceAsync(file, content);
        var error = await RefusedAsync(RepositoryFault.Damaged);
        Assert.Contains(data.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packs_that_are_missing_and_that_nobody_needs_are_struck_from_the_index()
    {
        await MakeAsync();
        var plan = (await Repository.PruneAsync(Thorough with { DryRun = true }, null, null, Ct)).Plan;
        await Backend.RemoveAsync(new(FileKind.Pack, plan.Remove[0].ToString()), Ct);
        var done = (await Repository.PruneAsync(Thorough, null, null, Ct)).Plan;
        Assert.Equal([plan.Remove[0]], done.Missing);
        await GoodAsync(Backend, isClean: true);
    }

    [Fact]
    public async Task What_is_listed_twice_is_listed_once_afterwards()
    {
        Put("a", "content");
        await BackupAsync();
        var packs = (await IndexAsync()).Packs.Values;
        await UnpackedFile.SaveAsync(Backend, (await InsideAsync()).Key, FileKind.Index, IndexFile.Encode(packs), Ct);
        Assert.Equal(2, (await Repository.PruneAsync(Thorough, null, null, Ct)).Plan.ListedTwice.Count);
        await OnlyAsync(FileKind.Index);
        await GoodAsync(Backend, isClean: true);
    }

    [Fact]
    public async Task What_is_stored_twice_stays_once()
    {
        await MakeTwiceAsync();
        var report = await Repository.PruneAsync(Thorough, null, null, Ct);
        Assert.Equal(report.Plan.Counts.Used, report.Plan.Counts.Duplicate);
        Assert.Equal((2, 0), (report.Plan.Remove.Count, report.Plan.Repack.Count));
        await GoodAsync(Backend, isClean: true);
        Assert.Equal(2, (await Backend.ListAsync(FileKind.Pack, Ct)).Count);
    }

    [Fact]
    public async Task A_pack_that_is_missing_or_cut_off_is_done_without_when_others_hold_what_it_held()
    {
        await MakeTwiceAsync();
        var index = await IndexAsync();
        var data = index.FindAll(new(BlobType.Data, BlobId.Of("content"u8))).First().Pack;
        var trees = index.Packs.Values.First(p => p.Blobs[0].Handle.Type == BlobType.Tree).Id;
        await Backend.RemoveAsync(new(FileKind.Pack, data.ToString()), Ct);
        await ReplaceAsync(new(FileKind.Pack, trees.ToString()), new byte[50]);
        var plan = (await Repository.PruneAsync(Thorough, null, null, Ct)).Plan;
        Assert.Equal([data], plan.Missing);
        Assert.Equal([trees], plan.Remove);
        await GoodAsync(Backend, isClean: true);
    }

    [Fact]
    public async Task How_much_may_stay_unused_and_how_much_may_be_copied_is_the_callers_choice()
    {
        await MakeAsync();
        async Task<PrunePlan> PlanAsync(PruneRequest request) =>
            (await Repository.PruneAsync(request with { DryRun = true }, null, null, Ct)).Plan;
        Assert.Empty((await PlanAsync(Thorough with { MaxRepackBytes = 0 })).Repack);
        Assert.Empty((await PlanAsync(Thorough with { RecoverNoFreeSpace = Repository.Id })).Repack);
        var cacheable = await PlanAsync(Thorough with { RepackCacheableOnly = true });
        var index = await IndexAsync();
        Assert.All(cacheable.Repack, p => Assert.Equal(BlobType.Tree, index.Packs[p].Blobs[0].Handle.Type));
        foreach (var wrong in new[] { Thorough with { RepackSmallerThan = 1L << 30 }, Thorough with { RecoverNoFreeSpace = "x" }, Thorough with { NoLock = true, DryRun = false } })
        {
            Assert.Equal(
                RepositoryFault.Request, (await Assert.ThrowsAsync<RepositoryException>(() => Repository.PruneAsync(wrong, null, null, Ct))).Fault);
        }
    }

    [Fact]
    public async Task On_a_full_disk_space_is_freed_before_anything_is_written()
    {
        await MakeAsync();
        var tampered = new TamperedBackend(Backend);
        await using var repository = await Repository.OpenAsync(tampered, Secret, Clock, Ct);
        var saves = Backend.Saves;
        var savesBefore = 0;
        tampered.AfterRemoval = f =>
        {
            savesBefore = Math.Max(savesBefore, Backend.Saves - saves);
            return Task.CompletedTask;
        };
        var report = await repository.PruneAsync(Thorough with { RecoverNoFreeSpace = repository.Id }, null, null, Ct);
        Assert.NotEmpty(report.Plan.Remove);
        Assert.Equal(1, savesBefore); // the lock
        await GoodAsync(Backend, isClean: true);
    }

    // Three backups, of which the first is forgotten: its packs are used in part (kept) or not at all.
    private async Task MakeAsync()
    {
        await MakeOpeningCheapAsync();
        Put("kept", "kept");
        Put("folder/old", "only in the first");
        var first = (await BackupAsync()).Snapshot;
        File.Delete(Path.Combine(Source, "folder", "old"));
        Put("folder/new", "in both others");
        await BackupAsync();
        Put("more", "only in the last");
        await BackupAsync();
        await Repository.BackupAsync(Request(new Holdfast.Restic.Operations.Backups.ContentTarget("nobody's"u8.ToArray(), "/gone")), null, Ct);
        await Backend.RemoveAsync(new(FileKind.Snapshot, (await LatestAsync()).Id.ToString()), Ct);
        await Backend.RemoveAsync(new(FileKind.Snapshot, first.ToString()), Ct);
    }

    private async Task MakeTwiceAsync()
    {
        Put("a", "content");
        await BackupAsync();
        await using var blind = await Repository.OpenAsync(
            new TamperedBackend(Backend) { IsHidden = f => f.Kind == FileKind.Index }, Secret, Clock, Ct);

        // Whoever does not see the index stores everything again.
        await blind.BackupAsync(Request(), null, Ct);
    }

    private async Task<RepositoryException> RefusedAsync(RepositoryFault fault, Action<TamperedBackend>? tamper = null)
    {
        var tampered = new TamperedBackend(Backend);
        await using var repository = await Repository.OpenAsync(tampered, Secret, Clock, Ct);
        tamper?.Invoke(tampered);
        var error = await Assert.ThrowsAsync<RepositoryException>(() => repository.PruneAsync(Thorough, null, null, Ct));
        Assert.Equal(fault, error.Fault);
        Assert.Empty(tampered.Removed);
        return error;
    }

    private static async Task GoodAsync(IBackend backend, bool isClean)
    {
        await using var repository = await Repository.OpenAsync(backend, Secret, new HastyClock(), Ct);
        var report = await repository.CheckAsync(new(ReadData: true, NoLock: true), null, Ct);
        Assert.Empty(report.Errors);
        if (isClean)
        {
            Assert.Empty(report.Remarks);
        }
    }

    private async Task<FileName> NeededPackAsync()
    {
        var index = await IndexAsync();
        Assert.True(index.TryFind(new(BlobType.Data, BlobId.Of("kept"u8)), out var location));
        return new(FileKind.Pack, location.Pack.ToString());
    }

    private async Task<RepositoryIndex> IndexAsync() => await RepositoryIndex.LoadToReadAsync(Backend, (await InsideAsync()).Key, Ct);

    private async Task<long> SizeAsync() => (await Backend.ListAsync(FileKind.Pack, Ct)).Sum(p => p.Size);

    private async Task<HashSet<FileName>> FilesAsync()
    {
        HashSet<FileName> files = [];
        foreach (var kind in Enum.GetValues<FileKind>().Where(k => k != FileKind.Config))
        {
            files.UnionWith((await Backend.ListAsync(kind, Ct)).Select(f => f.File));
        }

        return files;
    }

    private async Task<MemoryBackend> CopyAsync()
    {
        var copy = new MemoryBackend();
        foreach (var file in (await FilesAsync()).Append(FileName.Config))
        {
            await copy.SaveAsync(file, await LoadAsync(file), Ct);
        }

        return copy;
    }
}
