using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Checks;

public sealed class CheckTests : RepositoryFixture
{
    [Fact]
    public async Task A_good_repository_is_good()
    {
        Put("a", "one");
        await BackupAsync();
        var report = await Repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.True(report.IsGood);
        Assert.Equal((1, 2, 2), (report.Snapshots, report.Packs, report.PacksRead));
        Assert.Empty(report.Remarks);
    }

    [Fact]
    public async Task A_missing_pack_and_a_pack_of_another_size_are_found_without_reading_data()
    {
        Put("a", "one");
        var packs = (await BackupAsync()).PacksAdded;
        await Backend.RemoveAsync(new(FileKind.Pack, packs[0].ToString()), Ct);
        var second = new FileName(FileKind.Pack, packs[1].ToString());
        await ReplaceAsync(second, [.. await LoadAsync(second), 0]);
        var report = await Repository.CheckAsync(new(), null, Ct);
        Assert.Equal([packs[0]], report.MissingPacks);
        Assert.Equal([packs[1]], report.BrokenPacks);
        Assert.Contains(report.Errors, e => e == $"pack {packs[0]}: does not exist");
    }

    [Fact]
    public async Task A_pack_that_is_too_large_to_be_read_at_once_is_not_called_damaged_and_not_good()
    {
        Put("a", "one");
        var large = (await BackupAsync()).PacksAdded[0];
        var backend = new TamperedBackend(Backend) { ClaimedSize = f => f.Name == large.ToString() ? 2L << 30 : null };
        await using var opened = await Repository.OpenAsync(backend, Secret, Clock, Ct);
        var report = await opened.CheckAsync(new(ReadData: true), null, Ct);
        Assert.False(report.IsGood);
        Assert.Empty(report.BrokenPacks);
        Assert.Contains($"pack {large} is {2L << 30} bytes long", Assert.Single(report.Errors), StringComparison.Ordinal);
        var readBack = await opened.ReadBackAsync([large], Ct);
        Assert.False(readBack.IsGood);
        Assert.Empty(readBack.Damaged);
    }

    [Fact]
    public async Task Every_lost_blob_of_a_file_is_named()
    {
        await ForgeAsync(_ => Task.FromResult<TreeNode[]>([File("a", 9, BlobId.Of("x"u8), BlobId.Of("y"u8))]));
        var errors = (await Repository.CheckAsync(new(), null, Ct)).Errors;
        Assert.Equal(2, errors.Count(e => e.Contains("not found in index", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_that_is_not_as_long_as_its_content_is_found()
    {
        await ForgeAsync(async w => [File("a", 9, await w.SaveAsync(BlobType.Data, "four"u8.ToArray()))]);
        Assert.Contains("9 bytes long, but its content 4", Assert.Single((await Repository.CheckAsync(new(), null, Ct)).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_are_not_in_order_are_found()
    {
        await ForgeAsync(_ => Task.FromResult<TreeNode[]>([File("b", 0), File("a", 0)]));
        Assert.Contains("not in order", Assert.Single((await Repository.CheckAsync(new(), null, Ct)).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pack_that_is_good_at_the_second_reading_is_told_but_not_taken_for_broken()
    {
        Put("a", "one");
        var packs = (await BackupAsync()).PacksAdded;
        var shaky = new ShakyBackend(Backend) { BadReads = 1 };
        await using var opened = await Repository.OpenAsync(shaky, Secret, Clock, Ct);

        var report = await opened.CheckAsync(new(ReadData: true), null, Ct);

        Assert.Contains("good when it was read again", Assert.Single(report.Errors), StringComparison.Ordinal);
        Assert.Empty(report.BrokenPacks);
        shaky.BadReads = 1;
        Assert.True((await opened.ReadBackAsync(packs, Ct)).IsGood);
        shaky.BadReads = 4;
        Assert.Equal(2, (await opened.ReadBackAsync(packs, Ct)).Damaged.Count);
    }

    [Fact]
    public async Task Two_index_files_that_list_a_pack_alike_are_no_error_and_two_that_differ_are()
    {
        Put("a", "one");
        await BackupAsync();
        var inside = await InsideAsync();
        var packs = (await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct)).Packs.Values.ToList();
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode([packs[0] with { Blobs = [.. packs[0].Blobs.Reverse()] }]), Ct);
        var twice = await Repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.True(twice.IsGood);
        Assert.True(twice.SuggestRepairIndex);
        Assert.Single(twice.Remarks);

        var lie = packs[1] with { Blobs = [.. packs[1].Blobs.Skip(1)] };
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode([lie]), Ct);
        var contradictory = await Repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.Contains(contradictory.Errors, e => e.Contains($"different things about pack {lie.Id}", StringComparison.Ordinal));
        Assert.Empty(contradictory.BrokenPacks);
        Assert.True(contradictory.SuggestRepairIndex);
    }

    [Fact]
    public async Task An_index_that_says_other_than_the_pack_is_found()
    {
        Put("a", "one");
        await BackupAsync();
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        var old = await OnlyAsync(FileKind.Index);
        var lying = index.Packs.Values.Select(p => p with { Blobs = [.. p.Blobs.Select(b => b with { UncompressedLength = b.UncompressedLength + 1 })] });
        await Backend.RemoveAsync(old, Ct);
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode(lying), Ct);
        Assert.Contains(
            (await Repository.CheckAsync(new(ReadData: true), null, Ct)).Errors,
            e => e.Contains("other blobs than the index says", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Packs_broken_in_every_way_are_each_named_and_the_others_read()
    {
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            Put(name, name);
            await BackupAsync();
        }

        var packs = (await Backend.ListAsync(FileKind.Pack, Ct)).OrderBy(p => p.File.Name, StringComparer.Ordinal).ToList();
        List<string> broken = [];
        foreach (var (file, bad) in packs.Zip((Func<byte[], byte[]>[])
            [p => p[..20], p => [.. p[..^4], 0, 0, 0, 0], p => [.. p[..^4], 31, 0, 0, 0], p => [.. p[..^4], 0xff, 0xff, 0xff, 0xff], p => [.. p[..^1], 0x7f], p => []]))
        {
            await ReplaceAsync(file.File, bad(await LoadAsync(file.File)));
            broken.Add(file.File.Name);
        }

        var report = await Repository.CheckAsync(new(ReadData: true), null, Ct);
        Assert.Equal(broken, report.BrokenPacks.Select(p => p.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(5, report.Snapshots);
    }

    [Fact]
    public async Task A_pack_that_no_index_knows_is_remarked_on_and_harms_nothing()
    {
        Put("a", "one");
        await BackupAsync();
        await Backend.SaveAsync(new(FileKind.Pack, new string('a', 64)), new byte[100], Ct);
        var report = await Repository.CheckAsync(new(), null, Ct);
        Assert.True(report.IsGood);
        Assert.Single(report.Remarks);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_found_and_the_others_are_checked()
    {
        Put("a", "one");
        await BackupAsync();
        await Backend.SaveAsync(new(FileKind.Snapshot, new string('a', 64)), new byte[100], Ct);
        var report = await Repository.CheckAsync(new(), null, Ct);
        Assert.Contains(new string('a', 64), Assert.Single(report.Errors), StringComparison.Ordinal);
        Assert.Equal(1, report.Snapshots);
    }

    private static TreeNode File(string name, ulong size, params BlobId[] content) =>
        new() { RawName = System.Text.Encoding.UTF8.GetBytes(name), Type = NodeType.File, Size = size, Content = content };

    /// <summary>A store that gives the first packs it is asked for with a bit turned.</summary>
    private sealed class ShakyBackend(IBackend inner) : IBackend
    {
        private int _bad;

        internal int BadReads { set => _bad = value; }

        public string Location => inner.Location;

        public Task CreateAsync(CancellationToken ct) => inner.CreateAsync(ct);

        public Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => inner.SaveAsync(file, content, ct);

        public async Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
        {
            await inner.LoadAsync(file, offset, buffer, ct);
            var isWholePack = file.Kind == FileKind.Pack && offset == 0 && buffer.Length == await inner.SizeAsync(file, ct);
            if (isWholePack && Interlocked.Decrement(ref _bad) >= 0)
            {
                buffer.Span[5] ^= 1;
            }
        }

        public Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) => inner.ListAsync(kind, ct);

        public Task<long?> SizeAsync(FileName file, CancellationToken ct) => inner.SizeAsync(file, ct);

        public Task RemoveAsync(FileName file, CancellationToken ct) => inner.RemoveAsync(file, ct);
    }
}
