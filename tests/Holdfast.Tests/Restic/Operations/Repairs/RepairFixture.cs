using Holdfast.Restic.Backends;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Repairs;

/// <summary>Ways to damage a repository.</summary>
public abstract class RepairFixture : RepositoryFixture
{
    private protected static FileName FileOf(PackId pack) => new(FileKind.Pack, pack.ToString());

    private protected async Task<RepositoryIndex> IndexAsync()
    {
        var inside = await InsideAsync();
        return await RepositoryIndex.LoadAsync(inside.Backend, inside.Key, static _ => true, static e => throw e, Ct);
    }

    private protected async Task<BlobLocation> WhereAsync(string content)
    {
        Assert.True((await IndexAsync()).TryFind(new(BlobType.Data, BlobId.Of(System.Text.Encoding.UTF8.GetBytes(content))), out var place));
        return place;
    }

    /// <summary>Turns a bit of a blob in its pack.</summary>
    private protected async Task<PackId> SpoilAsync(string content)
    {
        var place = await WhereAsync(content);
        await ChangeAsync(FileOf(place.Pack), bytes => bytes[place.Blob.Offset + 20] ^= 1);
        return place.Pack;
    }

    private protected async Task ChangeAsync(FileName file, Action<byte[]> change)
    {
        var content = await LoadAsync(file);
        change(content);
        await ReplaceAsync(file, content);
    }

    private protected async Task SaveIndexAsync(params IndexedPack[] packs)
    {
        var inside = await InsideAsync();
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Index, IndexFile.Encode(packs), Ct);
    }

    /// <summary>Stores blobs in a pack of their own, whatever the repository has already.</summary>
    private protected async Task<PackId> PackAsync(params string[] contents)
    {
        var inside = await InsideAsync();
        await using var writer = new BlobWriter(inside.Backend, inside.Key, new RepositoryIndex(), Ct);
        foreach (var content in contents)
        {
            await writer.SaveAsync(BlobType.Data, System.Text.Encoding.UTF8.GetBytes(content));
        }

        await writer.FlushAsync();
        return Assert.Single(writer.Packs);
    }

    private protected async Task<bool> IsGoodAsync() => (await Repository.CheckAsync(new(ReadData: true), null, Ct)).IsGood;
}
