using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Operations.Keys;
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
        ];
    }

    internal IReadOnlyList<CrashScenario> All { get; }

    private async Task OnAsync(IBackend store, Func<Repository, Task> work)
    {
        await using var repository = await _matrix.OpenAsync(store);
        await work(repository);
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
