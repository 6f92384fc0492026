using System.Buffers.Binary;
using System.Security.Cryptography;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Packs;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Repairs;

/// <summary>What is whole but too large for this program, or of a kind that it does not know: never called damaged, and never repaired away.</summary>
public sealed class NotUnderstoodTests : RepositoryFixture
{
    [Fact]
    public async Task A_tree_that_is_too_large_is_told_and_left_alone_and_the_next_backup_does_without_it()
    {
        Put("kept", "kept");
        var snapshot = await StoreHugeTreeAsync();

        var check = await Repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.Equal(2, check.Errors.Count); // The tree, and the pack that it lies in.
        Assert.All(check.Errors, e => Assert.Contains("too large for Holdfast", e, StringComparison.Ordinal));
        Assert.All(check.Errors, e => Assert.DoesNotContain("damaged", e, StringComparison.Ordinal));
        Assert.False(check.SuggestRepairIndex);
        Assert.Empty(check.BrokenPacks);

        var files = await FilesAsync();
        var repair = await Repository.RepairSnapshotsAsync(new(SnapshotSelection.All, Forget: true), null, Ct);
        Assert.Equal(0, repair.Modified);
        Assert.Equal(RepositoryFault.Unsupported, Assert.Single(repair.Failures).Fault);
        var pack = await OnlyAsync(FileKind.Pack);
        Assert.True(Digest.TryParse(pack.Name, out var id));
        await Assert.ThrowsAsync<RepositoryException>(() => Repository.RepairPacksAsync(new([new(id)], Path.GetTempPath()), null, Ct));
        Assert.Equal(files, await FilesAsync());

        var restore = Assert.Single((await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct)).Failures);
        Assert.Contains("too large for Holdfast", restore.Why, StringComparison.Ordinal);
        var backup = await BackupAsync();
        Assert.Equal((snapshot.Id, 1), (backup.Parent!.Value, backup.FilesNew));
    }

    [Fact]
    public async Task An_index_that_lists_blobs_of_an_unknown_kind_is_not_replaced_and_the_rest_is_read()
    {
        Put("kept", "kept");
        await BackupAsync();
        var inside = await InsideAsync();
        var json = $$"""{"packs":[{"id":"{{Digest.Of("p"u8)}}","blobs":[{"id":"{{Digest.Of("b"u8)}}","type":"future","offset":0,"length":99}]}]}""";
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, System.Text.Encoding.UTF8.GetBytes(json), Ct);
        var files = await FilesAsync();

        var refusal = await Assert.ThrowsAsync<RepositoryException>(() => Repository.RepairIndexAsync(new(ReadAllPacks: true), null, Ct));
        Assert.Equal(RepositoryFault.Unsupported, refusal.Fault);
        Assert.Contains("\"future\"", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(files, await FilesAsync());
        Assert.False((await Repository.CheckAsync(new(), null, Ct)).SuggestRepairIndex);
        Assert.True((await RestoreAsync()).IsComplete);
    }

    [Fact]
    public async Task A_pack_with_a_blob_of_an_unknown_kind_is_not_taken_apart()
    {
        var inside = await InsideAsync();
        var entry = new byte[41];
        entry[0] = 4;
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(1), 50);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(5), 60);
        var header = inside.Key.Seal(entry);
        byte[] content = [.. RandomNumberGenerator.GetBytes(50), .. header, .. BitConverter.GetBytes(header.Length)];
        var pack = PackId.Of(content);
        await Backend.SaveAsync(PackReading.FileOf(pack), content, Ct);
        var files = await FilesAsync();

        foreach (var repair in (Func<Task>[])
            [
                () => Repository.RepairIndexAsync(new(), null, Ct),
                () => Repository.RepairPacksAsync(new([pack], Path.GetTempPath()), null, Ct),
            ])
        {
            var refusal = await Assert.ThrowsAsync<RepositoryException>(repair);
            Assert.Equal(RepositoryFault.Unsupported, refusal.Fault);
            Assert.Contains("kind that is not known", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(files, await FilesAsync());
    }

    private async Task<Snapshot> StoreHugeTreeAsync()
    {
        var inside = await InsideAsync();
        var tree = Tree.Encode(Enumerable.Range(0, 2000).Select(i => new TreeNode
        {
            RawName = System.Text.Encoding.ASCII.GetBytes($"{i:D6}"), Type = NodeType.File, Size = 1, Content = [new(Digest.Of(BitConverter.GetBytes(i)))],
        }));
        var (buffer, length) = BlobCodec.Encode(inside.Key, tree);
        using var builder = new PackBuilder(new() { IsVerified = false });
        builder.Append(new(BlobType.Tree, BlobId.Of(tree)), buffer.AsSpan(0, length), int.MaxValue);
        var pack = builder.Finish(inside.Key);
        await Backend.SaveAsync(PackReading.FileOf(pack.Id), pack.Content.ToArray(), Ct);
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode([new(pack.Id, pack.Blobs)]), Ct);
        var snapshot = new Snapshot { Id = default, Time = Clock.GetUtcNow(), Tree = BlobId.Of(tree), HostName = "host", Paths = ["/data"] };
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Snapshot, SnapshotFile.Encode(snapshot), Ct);
        return await LatestAsync();
    }

    private async Task<string[]> FilesAsync()
    {
        List<string> files = [];
        foreach (var kind in (FileKind[])[FileKind.Snapshot, FileKind.Index, FileKind.Pack])
        {
            files.AddRange((await Backend.ListAsync(kind, Ct)).Select(f => f.File.Path));
        }

        return [.. files.Order(StringComparer.Ordinal)];
    }
}
