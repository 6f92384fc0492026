using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Forgetting;
using Holdfast.Restic.Operations.Keys;
using Holdfast.Restic.Operations.Pruning;
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
