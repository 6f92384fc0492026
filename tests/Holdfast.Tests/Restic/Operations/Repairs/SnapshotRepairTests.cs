using System.Text;
using System.Text.Json;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Repairs;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Repairs;

public sealed class SnapshotRepairTests : RepairFixture
{
    [Fact]
    public async Task Good_snapshots_are_left_as_they_are()
    {
        Put("a", "one");
        Put("d/b", "two");
        await BackupAsync();
        var report = await RepairAsync();
        Assert.Equal(0, report.Modified);
        Assert.Single(await Repository.SnapshotsAsync(Ct));
    }

    [Fact]
    public async Task A_file_keeps_the_content_that_is_there_and_the_rest_of_the_snapshot_is_as_it_was()
    {
        Put("d/a", "one");
        Put("d/b", "two");
        await BackupAsync();
        await LoseAsync("one");
        var old = await LatestAsync();

        var result = Assert.Single((await RepairAsync()).Snapshots);

        Assert.Equal("file \"/data/d/a\": removed missing content", Assert.Single(result.Changes).ToString());
        var repaired = (await Repository.SnapshotsAsync(Ct)).Single(s => s.Id == result.Saved);
        Assert.Equal((old.Id, old.Time, old.HostName), (repaired.Original, repaired.Time, repaired.HostName));
        Assert.Equal(["nightly", "repaired"], repaired.Tags);
        Assert.Contains(await Repository.SnapshotsAsync(Ct), s => s.Id == old.Id);
        var nodes = await NodesAsync(repaired, "/data/d");
        Assert.Equal(("a", 0UL), (nodes[1].Node.Name, nodes[1].Node.Size));
        Assert.Equal(("b", 3UL), (nodes[2].Node.Name, nodes[2].Node.Size));
        Assert.Equal("two"u8.ToArray(), await Repository.ReadFileAsync(repaired, "/data/d/b", Ct));
    }

    [Fact]
    public async Task The_original_goes_only_when_asked_and_only_after_its_copy_is_stored()
    {
        Put("a", "one");
        await BackupAsync();
        await LoseAsync("one");
        Backend.GoodSaves = Backend.Saves + 3;
        await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(forget: true));
        Assert.Single(await Repository.SnapshotsAsync(Ct));
        Backend.GoodSaves = int.MaxValue;

        Assert.True(Assert.Single((await RepairAsync(forget: true)).Snapshots).IsRemoved);

        var only = Assert.Single(await Repository.SnapshotsAsync(Ct));
        Assert.Equal(["nightly"], only.Tags);
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task A_second_repair_makes_no_second_copy()
    {
        Put("a", "one");
        await BackupAsync();
        await LoseAsync("one");
        await RepairAsync();
        Assert.Equal(0, (await RepairAsync()).Modified);
        Assert.Equal(2, (await Repository.SnapshotsAsync(Ct)).Count);
        await RepairAsync(forget: true);
        Assert.Equal(["nightly", "repaired"], Assert.Single(await Repository.SnapshotsAsync(Ct)).Tags);
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_stores_nothing()
    {
        Put("a", "one");
        await BackupAsync();
        await LoseAsync("one");
        var saves = Backend.Saves;
        var plan = Assert.Single((await Repository.RepairSnapshotsAsync(new(SnapshotSelection.All, DryRun: true, Forget: true), null, Ct)).Snapshots);
        Assert.Equal(saves, Backend.Saves);
        Assert.Null(plan.Saved);
        Assert.Single(await Repository.SnapshotsAsync(Ct));
        Assert.Equal(plan.Tree, Assert.Single((await RepairAsync()).Snapshots).Tree);
    }

    [Fact]
    public async Task A_folder_whose_tree_is_lost_becomes_empty_and_a_root_that_is_lost_is_nothing()
    {
        Put("a", "one");
        var lost = BlobId.Of("no tree"u8);
        var half = await ForgeAsync(async w =>
        [
            new() { RawName = "d"u8.ToArray(), Type = NodeType.Folder, Subtree = lost },
            new() { RawName = "f"u8.ToArray(), Type = NodeType.File, Size = 99, Content = [await w.SaveAsync(BlobType.Data, "four"u8.ToArray())] },
        ]);
        var inside = await InsideAsync();
        var none = half with { Tree = lost };
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Snapshot, SnapshotFile.Encode(none), Ct);

        var report = await RepairAsync();

        Assert.Equal(1, report.Modified);
        Assert.Contains(report.Snapshots, s => s.Tree is null && !s.IsRemoved);
        var repaired = report.Snapshots.Single(s => s.Saved is not null);
        Assert.Equal(["dir \"/d\": replaced with empty directory", "file \"/f\": fixed incorrect size"], repaired.Changes.Select(c => c.ToString()));
        await RepairAsync(forget: true);
        Assert.Equal(["repaired"], Assert.Single(await Repository.SnapshotsAsync(Ct)).Tags);
        Assert.True(await IsGoodAsync());
    }

    [Fact]
    public async Task Names_out_of_order_twice_or_that_no_file_may_have_are_put_right()
    {
        string[] names = ["b", "..", "a", "b", "x/y"];
        await ForgeAsync(_ => Task.FromResult(
            names.Select(n => new TreeNode { RawName = Encoding.UTF8.GetBytes(n), Type = NodeType.Fifo }).ToArray()));
        Assert.False(await IsGoodAsync());
        await RepairAsync(forget: true);
        Assert.True(await IsGoodAsync());

        // Nothing that another program still reads is lost.
        Assert.Equal(["/a", "/b", "/b-1"], (await NodesAsync(await LatestAsync(), "/")).Select(n => n.Path));
    }

    [Fact]
    public async Task What_other_programs_put_into_trees_and_snapshots_survives_to_the_letter()
    {
        var inside = await InsideAsync();
        var lost = BlobId.Of("lost"u8);
        var json = """{"nodes":[{"name":"a","type":"file","mtime":"2026-01-02T03:04:05.123456789+01:00","size":4,"content":["LOST"],"generic_attributes":{"windows.file_attributes":32}},{"name":"b","type":"novelty","x":[1,2]}],"later":true}""";
        var tree = Encoding.UTF8.GetBytes(json.Replace("LOST", lost.ToString(), StringComparison.Ordinal) + "\n");
        await using (var writer = new Holdfast.Restic.Index.BlobWriter(inside.Backend, inside.Key, await IndexAsync(), Ct))
        {
            await writer.SaveAsync(BlobType.Tree, tree);
            await writer.FlushAsync();
        }

        var snapshot = $$"""{"time":"2026-01-02T03:04:05.123456789+01:00","tree":"{{BlobId.Of(tree)}}","hostname":"h","label":"kept"}""";
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Snapshot, Encoding.UTF8.GetBytes(snapshot), Ct);

        var result = Assert.Single((await RepairAsync()).Snapshots);

        var saved = JsonDocument.Parse(await UnpackedFile.LoadAsync(inside.Backend, inside.Key, new(FileKind.Snapshot, result.Saved.ToString()!), Ct)).RootElement;
        Assert.Equal("2026-01-02T03:04:05.123456789+01:00", saved.GetProperty("time").GetString());
        Assert.Equal("kept", saved.GetProperty("label").GetString());
        var blobs = new Holdfast.Restic.Index.BlobReader(inside.Backend, inside.Key, await IndexAsync());
        var repaired = Encoding.UTF8.GetString(await blobs.ReadAsync(new(BlobType.Tree, result.Tree!.Value), Ct));
        Assert.Equal(json.Replace("\"LOST\"", "", StringComparison.Ordinal).Replace("\"size\":4,", "", StringComparison.Ordinal) + "\n", repaired);
    }

    [Fact]
    public async Task A_whole_tree_that_is_not_understood_is_not_thrown_away()
    {
        var inside = await InsideAsync();
        await using (var writer = new Holdfast.Restic.Index.BlobWriter(inside.Backend, inside.Key, await IndexAsync(), Ct))
        {
            await writer.SaveAsync(BlobType.Tree, "{\"nodes\":\"in another form\"}\n"u8.ToArray());
            await writer.FlushAsync();
        }

        var snapshot = new Snapshot { Id = default, Time = Clock.GetUtcNow(), Tree = BlobId.Of("{\"nodes\":\"in another form\"}\n"u8), HostName = "h" };
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Snapshot, SnapshotFile.Encode(snapshot), Ct);
        var report = await RepairAsync(forget: true);
        Assert.Contains("not understood", Assert.Single(report.Failures).Message, StringComparison.Ordinal);
        Assert.Single(await Repository.SnapshotsAsync(Ct));
    }

    [Fact]
    public async Task With_an_index_that_is_wrong_nothing_is_taken_for_lost()
    {
        Put("a", "one");
        await BackupAsync();
        var index = await OnlyAsync(FileKind.Index);
        var content = await LoadAsync(index);
        await Backend.RemoveAsync(index, Ct);
        await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(forget: true));
        await Backend.SaveAsync(index, "gone bad"u8.ToArray(), Ct);
        await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(forget: true));
        await ReplaceAsync(index, content);
        await Backend.RemoveAsync(FileOf((await WhereAsync("one")).Pack), Ct);
        await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(forget: true));
        Assert.Single(await Repository.SnapshotsAsync(Ct));
    }

    [Fact]
    public async Task Without_its_lock_a_repair_removes_nothing_more()
    {
        Put("a", "one");
        await BackupAsync();
        await LoseAsync("one");
        Backend.Meanwhile = async file =>
        {
            if (file.Kind == FileKind.Snapshot)
            {
                // Somebody runs "unlock --remove-all" just before the original would go.
                Clock.Advance(TimeSpan.FromSeconds(2));
                await Backend.RemoveAsync(await OnlyAsync(FileKind.Lock), Ct);
            }
        };
        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepairAsync(forget: true));
        Assert.Equal(RepositoryFault.Locked, error.Fault);
        Assert.Contains(await Repository.SnapshotsAsync(Ct), s => s.Original is null);
    }

    private async Task LoseAsync(string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Source, "..", "copies")).FullName;
        await Repository.RepairPacksAsync(new([await SpoilAsync(content)], folder), null, Ct);
    }

    private async Task<List<Holdfast.Restic.Operations.Queries.ListedNode>> NodesAsync(Snapshot snapshot, string path) =>
        await Repository.ListAsync(snapshot, path, recursive: true, Ct).ToListAsync(Ct);

    private Task<SnapshotRepairReport> RepairAsync(bool forget = false) =>
        Repository.RepairSnapshotsAsync(new(SnapshotSelection.All, Forget: forget), null, Ct);
}
