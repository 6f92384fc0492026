using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Snapshots;

public sealed class UsedBlobsTests : RepositoryFixture
{
    [Fact]
    public async Task Everything_that_one_backup_stored_is_used_by_it()
    {
        Put("a", "one");
        Put("folder/b", "two");
        Put("folder/c", "two");
        await BackupAsync();
        var index = await IndexAsync();
        var used = await UsedAsync(index);
        Assert.Equal(index.Packs.Values.SelectMany(p => p.Blobs).Select(b => b.Handle).ToHashSet(), used.ToHashSet());
        Assert.Equal(index.BlobCount, used.Count);
    }

    [Fact]
    public async Task What_only_a_forgotten_snapshot_had_is_not_used()
    {
        Put("a", "one");
        var first = await BackupAsync();
        Put("a", "the other");
        await BackupAsync();
        await Backend.RemoveAsync(new(FileKind.Snapshot, first.Snapshot.ToString()), Ct);
        var used = await UsedAsync(await IndexAsync());
        Assert.DoesNotContain(new BlobHandle(BlobType.Data, BlobId.Of("one"u8)), used);
        Assert.Contains(new BlobHandle(BlobType.Data, BlobId.Of("the other"u8)), used);
    }

    [Fact]
    public async Task A_missing_tree_is_an_error_that_names_it_and_the_snapshot_that_needs_it()
    {
        var lost = new BlobId(Digest.Of("lost"u8));
        var snapshot = await ForgeAsync(_ => Task.FromResult<TreeNode[]>(
            [new() { RawName = "folder"u8.ToArray(), Type = NodeType.Folder, Subtree = lost }]));
        var error = await Assert.ThrowsAsync<RepositoryException>(async () => await UsedAsync(await IndexAsync()));
        Assert.Equal(RepositoryFault.Damaged, error.Fault);
        Assert.Contains(lost.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(snapshot.Id.ShortForm, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_however_deep_are_walked_without_a_stack_and_shared_ones_once()
    {
        const int depth = 3000;
        await ForgeAsync(async writer =>
        {
            var tree = await writer.SaveAsync(BlobType.Tree, Tree.Encode([]));
            for (var i = 0; i < depth; i++)
            {
                tree = await writer.SaveAsync(BlobType.Tree, Tree.Encode([Folder("a", tree), Folder("b", tree)]));
            }

            return [Folder("top", tree)];
        });
        long visited = 0;
        var index = await IndexAsync();
        var used = await UsedBlobs.OfAsync(
            await Repository.SnapshotsAsync(Ct), new(new(Backend, (await InsideAsync()).Key, index)), new Count(n => visited = Math.Max(visited, n)), Ct);
        Assert.Equal(depth + 2, used.Count);
        Assert.Equal(depth + 2, visited);
    }

    private static TreeNode Folder(string name, BlobId tree) =>
        new() { RawName = System.Text.Encoding.UTF8.GetBytes(name), Type = NodeType.Folder, Subtree = tree };

    private async Task<RepositoryIndex> IndexAsync() => await RepositoryIndex.LoadToReadAsync(Backend, (await InsideAsync()).Key, Ct);

    private async Task<BlobSet> UsedAsync(RepositoryIndex index) =>
        await UsedBlobs.OfAsync(await Repository.SnapshotsAsync(Ct), new(new(Backend, (await InsideAsync()).Key, index)), null, Ct);

    private sealed class Count(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
