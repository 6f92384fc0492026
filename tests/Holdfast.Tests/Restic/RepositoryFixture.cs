using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Keys;
using Holdfast.Restic.Operations.Restores;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic;

/// <summary>A repository in memory, a folder to back up and one to restore to. Gone after the test.</summary>
public abstract class RepositoryFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-").FullName;
    private OpenRepository? _inside;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected static Password Secret { get; } = new("correct horse");

    private protected HastyClock Clock { get; } = new();

    private protected FaultyBackend Backend { get; } = new(new MemoryBackend());

    private protected Repository Repository { get; private set; } = null!;

    private protected string Source => Path.Combine(_folder, "source");

    private protected string Target => Path.Combine(_folder, "target");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Source);
        Repository = await Repository.InitAsync(Backend, Secret, Clock, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Repository.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected void Put(string name, string content)
    {
        var path = Path.Combine(Source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private protected BackupRequest Request(params BackupTarget[] targets) =>
        new(targets.Length > 0 ? targets : [new PathTarget(Source, "/data")], "host", ["nightly"], []);

    private protected Task<BackupReport> BackupAsync() => Repository.BackupAsync(Request(), null, Ct);

    private protected async Task<Snapshot> LatestAsync() => (await Repository.SnapshotsAsync(Ct))[^1];

    private protected async Task<RestoreReport> RestoreAsync(bool delete = false) =>
        await Repository.RestoreAsync(new(await LatestAsync(), "/data", Target, delete), null, Ct);

    /// <summary>The same repository, from the inside. Opened once: trying a password is made to take its time.</summary>
    private protected async Task<OpenRepository> InsideAsync() => _inside ??= await KeyRing.OpenAsync(Backend, Secret, null, Clock, Ct);

    /// <summary>Stores a snapshot whose root holds these nodes, which no honest writer would make.</summary>
    private protected async Task<Snapshot> ForgeAsync(Func<BlobWriter, Task<TreeNode[]>> nodes)
    {
        var inside = await InsideAsync();
        var index = await RepositoryIndex.LoadToReadAsync(inside.Backend, inside.Key, Ct);
        await using var writer = new BlobWriter(inside.Backend, inside.Key, index, Ct);
        var tree = await writer.SaveAsync(BlobType.Tree, Tree.Encode(await nodes(writer)));
        await writer.FlushAsync();
        var snapshot = new Snapshot { Id = default, Time = Clock.GetUtcNow(), Tree = tree, HostName = "forged" };
        await UnpackedFile.SaveAsync(inside.Backend, inside.Key, FileKind.Snapshot, SnapshotFile.Encode(snapshot), Ct);
        return (await Repository.SnapshotsAsync(Ct)).Single(s => s.Tree == tree);
    }

    private protected async Task ReplaceAsync(FileName file, byte[] content)
    {
        await Backend.RemoveAsync(file, Ct);
        await Backend.SaveAsync(file, content, Ct);
    }

    private protected async Task<byte[]> LoadAsync(FileName file)
    {
        var content = new byte[(await Backend.SizeAsync(file, Ct))!.Value];
        await Backend.LoadAsync(file, 0, content, Ct);
        return content;
    }

    /// <summary>Replaces the key by one whose scrypt costs nothing: for tests that open hundreds of times.</summary>
    private protected async Task MakeOpeningCheapAsync()
    {
        var inside = await InsideAsync();
        var key = KeyFile.Create(inside.Key, Secret, Clock.GetUtcNow(), new(2, 1, 1)).Encode();
        await Backend.SaveAsync(new(FileKind.Key, Digest.Of(key).ToString()), key, Ct);
        await Backend.RemoveAsync(new(FileKind.Key, inside.KeyName), Ct);
        _inside = null;
    }

    private protected async Task<FileName> OnlyAsync(FileKind kind) => Assert.Single(await Backend.ListAsync(kind, Ct)).File;
}
