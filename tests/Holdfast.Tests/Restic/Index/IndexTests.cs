using System.Text;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Backends.Caching;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Packs;
using Xunit;

namespace Holdfast.Tests.Restic.Index;

public class IndexTests
{
    private static readonly SealingKey Key = SealingKey.CreateRandom();
    private readonly MemoryBackend _backend = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void An_index_is_written_to_the_letter_as_restic_writes_it()
    {
        var blob = new PackedBlob(new(BlobType.Tree, Named(0xab)), 5, 40, 99);
        var raw = new PackedBlob(new(BlobType.Data, Named(0xcd)), 45, 50, 0);
        var json = Encoding.UTF8.GetString(IndexFile.Encode([new IndexedPack(new(Named(0xef).Value), [blob, raw])]));
        Assert.Equal(
            $$"""{"packs":[{"id":"{{Named(0xef)}}","blobs":[{"id":"{{Named(0xab)}}","type":"tree","offset":5,"length":40,"uncompressed_length":99},{"id":"{{Named(0xcd)}}","type":"data","offset":45,"length":50}]}]}""",
            json);
    }

    [Fact]
    public void Members_of_other_programs_are_read_over()
    {
        var json = $$"""{"supersedes":["x"],"packs":[{"id":"{{Named(1)}}","time":"t","size":7,"blobs":[{"id":"{{Named(2)}}","type":"data","offset":0,"length":33}]}],"packs_to_delete":[]}""";
        var pack = Assert.Single(IndexFile.Decode(Encoding.UTF8.GetBytes(json), "it"));
        Assert.Equal(33u, Assert.Single(pack.Blobs).Length);
    }

    [Theory]
    [InlineData("""{"packs":[{"id":"short","blobs":[]}]}""")]
    [InlineData("""{"packs":[{"blobs":[]}]}""")]
    [InlineData("""{"packs":{}}""")]
    [InlineData("""{"packs":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","blobs":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","type":"data","offset":-1,"length":1}]}]}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("")]
    public void What_is_no_index_is_damage(string json) =>
        Assert.Equal(RepositoryFault.Damaged, Assert.Throws<RepositoryException>(() => IndexFile.Decode(Encoding.UTF8.GetBytes(json), "it")).Fault);

    [Fact]
    public void A_type_of_blob_that_is_not_known_is_not_damage()
    {
        var json = $$"""{"packs":[{"id":"{{Named(1)}}","blobs":[{"id":"{{Named(2)}}","type":"soup","offset":0,"length":1}]}]}""";
        Assert.Equal(RepositoryFault.Unsupported, Assert.Throws<RepositoryException>(() => IndexFile.Decode(Encoding.UTF8.GetBytes(json), "it")).Fault);
    }

    [Fact]
    public async Task Whoever_adds_is_told_to_repair_the_index_when_a_file_of_it_is_cut_short()
    {
        await StoreAsync("content");
        var file = Assert.Single(await _backend.ListAsync(FileKind.Index, Ct)).File;
        var content = await _backend.LoadVerifiedAsync(file, Ct);
        await _backend.RemoveAsync(file, Ct);
        await _backend.SaveAsync(file, content.AsMemory(..^1), Ct);

        var error = await Assert.ThrowsAsync<RepositoryException>(() => RepositoryIndex.LoadToWriteAsync(_backend, Key, Ct));

        Assert.Equal(RepositoryFault.Damaged, error.Fault);
        Assert.Contains("repair index", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_index_files_that_contradict_each_other_are_noticed()
    {
        await SaveAsync(new IndexedPack(new(Named(1).Value), [new(new(BlobType.Data, Named(2)), 0, 50, 0)]));
        await SaveAsync(new IndexedPack(new(Named(1).Value), [new(new(BlobType.Data, Named(2)), 9, 50, 0)]));
        Assert.Contains(Named(1).ToString(), Assert.Single((await LoadAsync()).Contradictions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_index_files_contradict_each_other_the_pack_itself_is_asked()
    {
        var pack = await StoreAsync("content");
        await SaveAsync(new IndexedPack(pack.Id, [pack.Blobs[0] with { Offset = 1 }]));
        await SaveAsync(new IndexedPack(pack.Id, [new(new(BlobType.Data, Named(2)), 0, 50, 0)]));
        var reader = new BlobReader(_backend, Key, await LoadAsync());
        Assert.Equal("content"u8.ToArray(), await reader.ReadAsync(pack.Blobs[0].Handle, Ct));
    }

    [Fact]
    public async Task An_index_file_that_a_prune_replaces_while_we_read_is_looked_for_anew()
    {
        var pack = await StoreAsync("content");
        var old = Assert.Single(await _backend.ListAsync(FileKind.Index, Ct)).File;
        var store = new FaultyBackend(_backend);
        store.Listed = async kind =>
        {
            if (kind == FileKind.Index && await _backend.SizeAsync(old, Ct) is not null)
            {
                await SaveAsync(new IndexedPack(pack.Id, pack.Blobs), new IndexedPack(new(Named(1).Value), []));
                await _backend.RemoveAsync(old, Ct);
            }
        };
        var index = await RepositoryIndex.LoadToReadAsync(store, Key, Ct);
        Assert.True(index.Contains(pack.Blobs[0].Handle));
    }

    [Fact]
    public void A_claim_of_more_than_any_blob_has_is_refused_before_room_is_made_for_it()
    {
        var huge = new PackedBlob(new(BlobType.Data, Named(2)), 0, uint.MaxValue, 0);
        var compressed = new PackedBlob(new(BlobType.Tree, Named(2)), 0, 100, 400 << 20);
        Assert.Throws<RepositoryException>(() => BlobCodec.RequirePlausible(default, huge));
        Assert.Throws<RepositoryException>(() => BlobCodec.RequirePlausible(default, compressed));
    }

    [Fact]
    public async Task The_same_pack_in_two_index_files_is_fine()
    {
        var pack = new IndexedPack(new(Named(1).Value), [new(new(BlobType.Data, Named(2)), 0, 50, 0)]);
        await SaveAsync(pack);
        await SaveAsync(pack);
        var index = await LoadAsync();
        Assert.Empty(index.Contradictions);
        Assert.Single(index.FindAll(new(BlobType.Data, Named(2))));
    }

    [Fact]
    public async Task A_blob_is_read_from_another_pack_when_its_first_copy_is_damaged()
    {
        var first = await StoreAsync("content");
        var second = await StoreAsync("content");
        foreach (var damaged in new[] { first, second })
        {
            var file = PackReading.FileOf(damaged.Id);
            var good = damaged.Content.ToArray();
            await _backend.RemoveAsync(file, Ct);
            await _backend.SaveAsync(file, new byte[good.Length], Ct);
            var reader = new BlobReader(_backend, Key, await LoadAsync());
            Assert.Equal("content"u8.ToArray(), await reader.ReadAsync(new(BlobType.Data, BlobId.Of("content"u8)), Ct));
            await _backend.RemoveAsync(file, Ct);
            await _backend.SaveAsync(file, good, Ct);
        }
    }

    [Fact]
    public async Task No_old_index_goes_when_the_store_does_not_have_the_new_one_though_the_cache_does()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-");
        try
        {
            var pack = await StoreAsync("content");
            var cached = new CachedBackend(new ForgetfulStore(_backend), folder.FullName, isTemporary: false, static _ => { });
            cached.Opened(new string('a', 64));
            var removed = 0;
            await Assert.ThrowsAsync<RepositoryException>(() => IndexReplacement.RunAsync(
                cached, Key, [new IndexedPack(pack.Id, pack.Blobs)], [new(FileKind.Index, new string('b', 64))], 2,
                (_, _) => Task.FromResult(removed++), Ct));
            Assert.Equal(0, removed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class ForgetfulStore(IBackend inner) : WrappedBackend(inner)
    {
        public override Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct) => Task.CompletedTask;
    }

    private async Task<Pack> StoreAsync(string content)
    {
        using var builder = new PackBuilder();
        var plaintext = Encoding.UTF8.GetBytes(content);
        var (buffer, length) = BlobCodec.Encode(Key, plaintext);
        builder.Append(new(BlobType.Data, BlobId.Of(plaintext)), buffer.AsSpan(0, length), plaintext.Length);
        var built = builder.Finish(Key);
        var pack = built with { Content = built.Content.ToArray() };
        await _backend.SaveAsync(PackReading.FileOf(pack.Id), pack.Content, Ct);
        await SaveAsync(new IndexedPack(pack.Id, pack.Blobs));
        return pack;
    }

    private Task<FileName> SaveAsync(params IndexedPack[] packs) => UnpackedFile.SaveAsync(_backend, Key, FileKind.Index, IndexFile.Encode(packs), Ct);

    private Task<RepositoryIndex> LoadAsync() => RepositoryIndex.LoadToReadAsync(_backend, Key, Ct);

    private static BlobId Named(byte b) => new(Digest.Read(Enumerable.Repeat(b, 32).ToArray()));
}
