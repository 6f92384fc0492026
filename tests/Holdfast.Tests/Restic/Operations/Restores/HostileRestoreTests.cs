using System.Text;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Restores;

/// <summary>Damage and ill will: in the repository, and in the target while it is being restored to.</summary>
public sealed class HostileRestoreTests : RepositoryFixture
{
    [Fact]
    public async Task A_folder_that_is_swapped_for_a_link_while_it_is_restored_leads_nowhere()
    {
        for (var i = 0; i < 300; i++)
        {
            Put($"d{i % 20}/f{i}", $"content {i}");
        }

        await BackupAsync();
        var outside = Directory.CreateDirectory(Target + "-outside").FullName;
        Directory.CreateDirectory(Target);
        using var over = new CancellationTokenSource();
        var swaps = Task.Run(() => SwapFolders(outside, over.Token), Ct);
        for (var round = 0; round < 10; round++)
        {
            // Failures are fine: somebody works against us. That nothing gets outside is what counts.
            await RestoreAsync(delete: round % 2 == 1);
        }

        await over.CancelAsync();
        Assert.True(await swaps > 0);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public async Task Twenty_thousand_folders_in_each_other_overflow_nothing()
    {
        // A tree that holds itself cannot be made, but one whose blob is found under its own name's place by a wrong index could: the
        // limit has to hold by itself. So many trees take too long to store here; the limit is what ends both.
        var snapshot = await ForgeAsync(async writer =>
        {
            var tree = await writer.SaveAsync(BlobType.Tree, Tree.Encode([]));
            for (var depth = 0; depth < 20_000; depth++)
            {
                tree = await writer.SaveAsync(BlobType.Tree, Tree.Encode([Folder("d", tree)]));
            }

            return [Folder("d", tree)];
        });
        var report = await Repository.RestoreAsync(new(snapshot, "/", Target) { DryRun = true }, null, Ct);
        Assert.Contains("folders deep", Assert.Single(report.Failures).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_out_of_order_are_warned_of_and_all_restored()
    {
        var snapshot = await ForgeAsync(async writer =>
        {
            var content = await writer.SaveAsync(BlobType.Data, "1234"u8.ToArray());
            return [Plain("b", 4, content), Plain("a", 4, content)];
        });
        var report = await Repository.RestoreAsync(new(snapshot, "/", Target), null, Ct);
        Assert.True(report.IsComplete);
        Assert.Contains("not in order", Assert.Single(report.Warnings).Why, StringComparison.Ordinal);
        Assert.Equal(2, report.FilesRestored);
    }

    [Fact]
    public async Task Where_the_list_of_names_is_damaged_nothing_is_deleted()
    {
        var snapshot = await ForgeAsync(async writer =>
        {
            var content = await writer.SaveAsync(BlobType.Data, "1234"u8.ToArray());
            return [Plain("..", 4, content), Folder("lost", BlobId.Of("never stored"u8))];
        });
        Directory.CreateDirectory(Path.Combine(Target, "lost"));
        File.WriteAllText(Path.Combine(Target, "mine"), "x");
        File.WriteAllText(Path.Combine(Target, "lost/mine"), "x");
        var report = await Repository.RestoreAsync(new(snapshot, "/", Target, Delete: true), null, Ct);
        Assert.Equal((2, 0L), (report.Failures.Count, report.Deleted));
        Assert.True(File.Exists(Path.Combine(Target, "lost/mine")));
    }

    [Fact]
    public async Task Of_a_file_with_a_damaged_chunk_the_rest_is_kept_beside_its_name_with_the_bytes_that_are_missing_told()
    {
        var content = new byte[12 << 20];
        new Random(9).NextBytes(content);
        File.WriteAllBytes(Path.Combine(Source, "image"), content);
        Put("other", "good");
        await BackupAsync();
        var (place, offset) = await PlaceOfChunkAsync("image", 2);
        await FlipAsync(place);

        var report = await RestoreAsync();

        var failure = Assert.Single(report.Failures);
        Assert.Equal("/image", failure.Path);
        Assert.Contains($"bytes {offset} to {offset + place.Blob.PlaintextLength}", failure.Why, StringComparison.Ordinal);
        Assert.Equal(["image.holdfast-incomplete", "other"], Directory.GetFiles(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Array.Clear(content, (int)offset, (int)place.Blob.PlaintextLength);
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(Target, "image.holdfast-incomplete")));
    }

    [Fact]
    public async Task Once_the_damage_is_mended_the_file_is_restored_and_what_was_kept_of_it_goes()
    {
        var content = new byte[12 << 20];
        new Random(10).NextBytes(content);
        File.WriteAllBytes(Path.Combine(Source, "image"), content);
        await BackupAsync();
        var (place, _) = await PlaceOfChunkAsync("image", 1);
        await FlipAsync(place);
        Assert.False((await RestoreAsync()).IsComplete);
        await FlipAsync(place);
        Assert.True((await RestoreAsync()).IsComplete);
        Assert.Equal(["image"], Directory.GetFiles(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_damaged_blob_is_read_from_another_pack_that_has_it()
    {
        Put("a", "one");
        await BackupAsync();
        var place = await PlaceOfAsync("one");
        await FlipAsync(place);
        await StoreAgainAsync("one");
        Assert.True((await RestoreAsync()).IsComplete);
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "a")));
    }

    [Fact]
    public async Task Where_the_index_is_wrong_about_a_place_the_pack_itself_is_asked()
    {
        Put("a", "one");
        Put("b", "another");
        await BackupAsync();
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        var wrong = index.Packs.Values.Select(p => new IndexedPack(p.Id, [.. p.Blobs.Select(b => b with { Offset = b.Offset + 1 })])).ToList();
        await Backend.RemoveAsync(await OnlyAsync(FileKind.Index), Ct);
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode(wrong), Ct);
        Assert.True((await RestoreAsync()).IsComplete);
        Assert.Equal("another", File.ReadAllText(Path.Combine(Target, "b")));
    }

    [Fact]
    public async Task Where_two_index_files_contradict_each_other_the_pack_itself_is_asked()
    {
        Put("a", "one");
        Put("b", "another");
        await BackupAsync();
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        foreach (var skip in new[] { 0, 1 })
        {
            var part = index.Packs.Values.Select(p => new IndexedPack(p.Id, [.. p.Blobs.Where((_, i) => p.Blobs.Count == 1 || i != skip)]));
            await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode(part), Ct);
        }

        await Backend.RemoveAsync((await Backend.ListAsync(FileKind.Index, Ct)).MaxBy(f => f.Size)!.File, Ct);
        Assert.True((await RestoreAsync()).IsComplete);
        Assert.Equal(("one", "another"), (File.ReadAllText(Path.Combine(Target, "a")), File.ReadAllText(Path.Combine(Target, "b"))));
    }

    [Fact]
    public async Task What_somebody_puts_beside_a_deleted_folder_through_a_link_stays()
    {
        Put("a", "one");
        await BackupAsync();
        await RestoreAsync();
        var outside = Directory.CreateDirectory(Target + "-outside").FullName;
        File.WriteAllText(Path.Combine(outside, "precious"), "x");
        Directory.CreateDirectory(Path.Combine(Target, "extra"));
        Directory.CreateSymbolicLink(Path.Combine(Target, "extra/way"), outside);
        Assert.Equal(2, (await RestoreAsync(delete: true)).Deleted);
        Assert.True(File.Exists(Path.Combine(outside, "precious")));
    }

    private static TreeNode Folder(string name, BlobId tree) =>
        new() { RawName = Encoding.UTF8.GetBytes(name), Type = NodeType.Folder, Mode = (1u << 31) | 0x1c0, Subtree = tree };

    private static TreeNode Plain(string name, ulong size, params BlobId[] content) =>
        new() { RawName = Encoding.UTF8.GetBytes(name), Type = NodeType.File, Mode = 420, Size = size, Content = content };

    private int SwapFolders(string outside, CancellationToken over)
    {
        var swaps = 0;
        while (!over.IsCancellationRequested)
        {
            var folder = Path.Combine(Target, $"d{swaps % 20}");
            try
            {
                Directory.Move(folder, folder + "-aside");
                File.CreateSymbolicLink(folder, outside);
                Thread.Yield();
                File.Delete(folder);
                Directory.Move(folder + "-aside", folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The restore was quicker this time.
            }

            swaps++;
        }

        return swaps;
    }

    private async Task<BlobLocation> PlaceOfAsync(string content)
    {
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        Assert.True(index.TryFind(new(BlobType.Data, BlobId.Of(Encoding.UTF8.GetBytes(content))), out var place));
        return place;
    }

    private async Task<(BlobLocation Place, long Offset)> PlaceOfChunkAsync(string name, int chunk)
    {
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        TreeNode? node = null;
        await foreach (var listed in Repository.ListAsync(await LatestAsync(), "/data/" + name, recursive: false, Ct))
        {
            node = listed.Node;
        }

        var places = node!.Content!.Select(id => index.TryFind(new(BlobType.Data, id), out var place) ? place : throw new InvalidOperationException()).ToList();
        return (places[chunk], places.Take(chunk).Sum(p => p.Blob.PlaintextLength));
    }

    private async Task FlipAsync(BlobLocation place)
    {
        var file = new FileName(FileKind.Pack, place.Pack.ToString());
        var content = await LoadAsync(file);
        content[place.Blob.Offset + 20] ^= 1;
        await ReplaceAsync(file, content);
    }

    // As a second program does that stored it at the same time.
    private async Task StoreAgainAsync(string content)
    {
        var inside = await InsideAsync();
        var nothing = await RepositoryIndex.LoadAsync(inside.Backend, inside.Key, static _ => false, static e => throw e, Ct);
        await using var writer = new BlobWriter(inside.Backend, inside.Key, nothing, Ct);
        await writer.SaveAsync(BlobType.Data, Encoding.UTF8.GetBytes(content));
        await writer.FlushAsync();
    }
}
