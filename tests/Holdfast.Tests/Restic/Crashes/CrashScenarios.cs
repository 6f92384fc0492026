using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Operations.Keys;
using Holdfast.Restic.Operations.Pruning;
using Holdfast.Restic.Snapshots;
using Xunit;

namespace Holdfast.Tests.Restic.Crashes;

/// <summary>Every operation that writes, each with something to do.</summary>
internal sealed class CrashScenarios
{
    // Opened many times.
    private static readonly NewKey Cheap = new(CrashMatrix.Second) { Cost = new(2, 1, 1) };
    private readonly TimeProvider _clock;
    private readonly CancellationToken _ct;
    private readonly CrashMatrix _matrix;
    private IBackend? _source;

    internal CrashScenarios(TimeProvider clock, CancellationToken ct)
    {
        (_clock, _ct, _matrix) = (clock, ct, new(clock, ct));
        All =
        [
            new("init", store => Repository.InitAsync(store, CrashMatrix.Secret, _clock, _ct))
            {
                PrepareAsync = null, IsDoneAsync = async store => await store.SizeAsync(FileName.Config, _ct) is not null,
            },
            new("backup", store => OnAsync(store, r => r.BackupAsync(CrashMatrix.Request(4), null, _ct))),
            new("key add", store => OnAsync(store, r => r.AddKeyAsync(Cheap, _ct))) { OutcomeAsync = OpensAsync },
            new("key passwd", store => OnAsync(store, r => r.ReplaceKeyAsync(Cheap, _ct))) { OutcomeAsync = OpensAsync },
            new("key remove", RemoveSecondAsync)
            {
                PrepareAsync = store => OnAsync(store, r => r.AddKeyAsync(Cheap, _ct)),
                OutcomeAsync = OpensAsync,
            },
            new("tag", store => OnAsync(store, r => r.TagAsync(new() { Add = ["new"] }, null, _ct))) { CountsSnapshots = true },
            new("forget", store => OnAsync(store, r => r.ForgetAsync(KeepOne, null, null, null, _ct))) { CountsSnapshots = true },
            new("prune", store => OnAsync(store, PruneAsync)) { PrepareAsync = LeaveThingsToPruneAsync, EndsTidy = true, CountsSnapshots = true },
            new("forget --prune", ForgetAndPruneAsync) { PrepareAsync = LeaveThingsToPruneAsync, EndsTidy = true, CountsSnapshots = true },
            new("copy", CopyAsync) { CountsSnapshots = true },
            new("init --copy-chunker-params", InitLikeAsync)
            {
                PrepareAsync = null, IsDoneAsync = async store => await store.SizeAsync(FileName.Config, _ct) is not null,
            },
            new("repair index", store => OnAsync(store, r => r.RepairIndexAsync(new(), null, _ct)))
            {
                PrepareAsync = DamageAnIndexFileAsync, StartsDamaged = true, EndsTidy = true, CountsSnapshots = true,
            },
            new("repair index --read-all-packs", store => OnAsync(store, r => r.RepairIndexAsync(new(ReadAllPacks: true), null, _ct)))
            {
                PrepareAsync = DamageAnIndexFileAsync, StartsDamaged = true, EndsTidy = true, CountsSnapshots = true,
            },
            new("repair packs", store => OnAsync(store, RepairPacksAsync))
            {
                PrepareAsync = DamageAPackAsync, StartsDamaged = true, EndsDamaged = true, CountsSnapshots = true,
            },
            new("repair snapshots --forget", store => OnAsync(store, r => r.RepairSnapshotsAsync(new(SnapshotSelection.All, Forget: true), null, _ct)))
            {
                PrepareAsync = async store =>
                {
                    await DamageAPackAsync(store);
                    await OnAsync(store, RepairPacksAsync);
                },
                StartsDamaged = true, CountsSnapshots = true,
            },
        ];
    }

    internal IReadOnlyList<CrashScenario> All { get; }

    private async Task OnAsync(IBackend store, Func<Repository, Task> work)
    {
        await using var repository = await _matrix.OpenAsync(store);
        await work(repository);
    }

    private static ForgetRequest KeepOne => new() { Policy = new() { Last = 1 } };

    private Task PruneAsync(Repository repository) =>
        repository.PruneAsync(new() { MaxUnused = UnusedLimit.Percent(0) }, null, null, _ct);

    // Interrupted between the two, it has nothing left to forget and so does not prune: then "prune" does, as restic has it.
    private async Task ForgetAndPruneAsync(IBackend store)
    {
        await using var repository = await _matrix.OpenAsync(store);
        if ((await repository.SnapshotsAsync(_ct)).Count > 1)
        {
            await repository.ForgetAsync(KeepOne with { Prune = new() { MaxUnused = UnusedLimit.Percent(0) } }, null, null, null, _ct);
        }
        else
        {
            await PruneAsync(repository);
        }
    }

    // Packs used in full, in part and not at all, blobs that stand twice, a pack that no index knows and one that two list.
    private async Task LeaveThingsToPruneAsync(IBackend store)
    {
        await using var repository = await _matrix.OpenAsync(store);
        var inside = await KeyRing.OpenAsync(store, CrashMatrix.Secret, null, _clock, _ct);
        var index = (await store.ListAsync(FileKind.Index, _ct))[0].File;
        var packs = IndexFile.Decode(await UnpackedFile.LoadAsync(store, inside.Key, index, _ct), index.Path);
        await using (var again = inside.WriterBeside(RepositoryIndex.Empty, _ct))
        {
            var reader = new BlobReader(store, inside.Key, await RepositoryIndex.LoadToReadAsync(store, inside.Key, _ct));
            foreach (var blob in packs.SelectMany(p => p.Blobs))
            {
                await again.SaveAsync(blob.Handle.Type, await reader.ReadAsync(blob.Handle, _ct));
            }

            await again.FlushAsync();
        }

        await UnpackedFile.SaveAsync(store, inside.Key, FileKind.Index, IndexFile.Encode(packs), _ct);
        var unknown = System.Text.Encoding.ASCII.GetBytes("no pack, and in no index: what an interrupted backup may leave behind it");
        await store.SaveAsync(new(FileKind.Pack, Digest.Of(unknown).ToString()), unknown, _ct);
        var second = (await repository.SnapshotsAsync(_ct))[1];
        await repository.ForgetAsync(new() { Named = [second.Id.ToString()] }, null, null, null, _ct);
    }

    // Another repository, with a snapshot that ours has too and one that it has not.
    private async Task<IBackend> SourceAsync()
    {
        if (_source is not null)
        {
            return _source;
        }

        var store = new MemoryBackend();
        await using var source = await Repository.InitAsync(store, CrashMatrix.Secret, _clock, _ct);
        await CrashMatrix.MakeOpeningCheapAsync(store);
        foreach (var round in (int[])[2, 8])
        {
            await source.BackupAsync(CrashMatrix.Request(round), null, _ct);
        }

        return _source = store;
    }

    private async Task CopyAsync(IBackend store)
    {
        await using var source = await _matrix.OpenAsync(await SourceAsync());
        await OnAsync(store, r => r.CopyFromAsync(source, new(SnapshotSelection.All), null, _ct));
    }

    private async Task InitLikeAsync(IBackend store)
    {
        await using var source = await _matrix.OpenAsync(await SourceAsync());
        await (await Repository.InitAsync(store, CrashMatrix.Secret, source, _clock, _ct)).DisposeAsync();
    }

    private async Task DamageAnIndexFileAsync(IBackend store)
    {
        var index = (await store.ListAsync(FileKind.Index, _ct)).OrderBy(f => f.File.Name, StringComparer.Ordinal).First().File;
        await store.RemoveAsync(index, _ct);
        await store.SaveAsync(index, new byte[500], _ct);
    }

    // One of the two files that only the second snapshot has.
    private async Task DamageAPackAsync(IBackend store)
    {
        await using var repository = await _matrix.OpenAsync(store);
        var inside = await KeyRing.OpenAsync(store, CrashMatrix.Secret, null, _clock, _ct);
        var index = await RepositoryIndex.LoadToReadAsync(store, inside.Key, _ct);
        var content = await repository.ReadFileAsync((await repository.SnapshotsAsync(_ct))[1], "/data/new/2", _ct);
        Assert.True(index.TryFind(new(BlobType.Data, BlobId.Of(content)), out var place));
        var file = new FileName(FileKind.Pack, place.Pack.ToString());
        var pack = new byte[(await store.SizeAsync(file, _ct))!.Value];
        await store.LoadAsync(file, 0, pack, _ct);
        pack[place.Blob.Offset + 50] ^= 1;
        await store.RemoveAsync(file, _ct);
        await store.SaveAsync(file, pack, _ct);
    }

    private async Task RepairPacksAsync(Repository repository)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-").FullName;
        try
        {
            var broken = (await repository.CheckAsync(new(ReadData: true), null, _ct)).BrokenPacks;
            await repository.RepairPacksAsync(new(broken, folder), null, _ct);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Which passwords do.
    private async Task<string> OpensAsync(IBackend store)
    {
        List<bool> opens = [];
        foreach (var password in (Password[])[CrashMatrix.Secret, CrashMatrix.Second])
        {
            opens.Add(await Record.ExceptionAsync(async () => await (await Repository.OpenAsync(store, password, _clock, _ct)).DisposeAsync()) is null);
        }

        return string.Join(' ', opens);
    }

    private Task RemoveSecondAsync(IBackend store) => OnAsync(store, async repository =>
    {
        foreach (var key in (await repository.KeysAsync(_ct)).Where(k => !k.IsCurrent))
        {
            await repository.RemoveKeyAsync(key.Id, _ct);
        }
    });
}
