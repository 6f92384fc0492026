using System.Collections.Immutable;
using Holdfast.Restic;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Backups;
using Holdfast.Restic.Operations.Keys;
using Xunit;

namespace Holdfast.Tests.Restic.Crashes;

/// <summary>Interrupts an operation in every way at every durable step, and looks whether anything was lost and whether it can be finished.</summary>
internal sealed class CrashMatrix(TimeProvider clock, CancellationToken ct)
{
    private static readonly Lazy<Task<ImmutableDictionary<FileName, byte[]>>> ThreeSnapshots = new(MakeAsync);

    internal const string SecretText = "correct horse", SecondText = "second";

    internal static Password Secret { get; } = new(SecretText);

    internal static Password Second { get; } = new(SecondText);

    /// <summary>Steps that the operation takes, and states of the store that were looked at.</summary>
    internal sealed record Result(int Steps, int States);

    /// <summary>With the password that there was, or the one that took its place.</summary>
    internal async Task<Repository> OpenAsync(IBackend store)
    {
        try
        {
            return await Repository.OpenAsync(store, Secret, clock, ct);
        }
        catch (RepositoryException e) when (e.Fault == RepositoryFault.WrongPassword)
        {
            return await Repository.OpenAsync(store, Second, clock, ct);
        }
    }

    /// <summary>Every state that the store can be left in, each with a name.</summary>
    internal static async Task<(int Steps, List<(string Name, ImmutableDictionary<FileName, byte[]> Content)> States)> StatesAsync(CrashScenario scenario)
    {
        var before = await BeforeAsync(scenario);
        var whole = new CrashingStore(before);
        await scenario.RunAsync(whole);
        Assert.DoesNotContain(whole.Content.Keys, f => f.Kind == FileKind.Lock);

        // 1. The process dies after the n-th step.
        var states = whole.States.Select((s, i) => ($"died after step {i} of {whole.Steps.Count} ({Named(whole, i)})", s)).ToList();

        // 2. The n-th step fails, and the process lives to clear up. 3. The same, but the step was done.
        for (var step = 1; step <= whole.Steps.Count; step++)
        {
            foreach (var done in new[] { false, true })
            {
                var failing = new CrashingStore(before) { FailingStep = step, IsDoneAllTheSame = done };
                var error = await Record.ExceptionAsync(() => scenario.RunAsync(failing));
                var name = $"step {step} of {whole.Steps.Count} ({Named(whole, step)}) failed{(done ? ", though it was done" : "")}";
                Assert.True(failing.HasFailed, $"{scenario.Name}: {name}: it never came to that step");
                Assert.True(error is not null || done || TriesAgain(whole.Steps[step - 1]), $"{scenario.Name}: {name}: it told nobody");
                Assert.True(error is null or RepositoryException, $"{scenario.Name}: {name}: {error}");
                var mayStay = whole.Steps[step - 1].StartsWith("remove locks/", StringComparison.Ordinal);
                Assert.True(mayStay || failing.Content.Keys.All(f => f.Kind != FileKind.Lock), $"{scenario.Name}: {name}: a lock was left behind");
                states.Add((name, failing.Content));
            }
        }

        return (whole.Steps.Count, states);
    }

    internal async Task<Result> RunAsync(CrashScenario scenario)
    {
        var before = await BeforeAsync(scenario);
        var kept = scenario.PrepareAsync is null ? ImmutableSortedDictionary<string, string>.Empty : await ReadableAsync(scenario, new CrashingStore(before));
        var whole = new CrashingStore(before);
        await scenario.RunAsync(whole);
        var outcome = await OutcomeAsync(scenario, whole);
        var after = await ReadableAsync(scenario, whole);
        Assert.Equal(await RepeatedAsync(scenario, whole.Content), outcome);
        var (steps, states) = await StatesAsync(scenario);
        foreach (var (name, content) in states)
        {
            try
            {
                await LookAsync(scenario, content, kept.Where(k => after.ContainsKey(k.Key)).ToImmutableSortedDictionary());
                Assert.Equal(outcome, await RepeatedAsync(scenario, content));
            }
            catch (Exception e) // Any failure is told with the state that makes it again.
            {
                Assert.Fail($"{scenario.Name}: {name}: {e}");
            }
        }

        return new(steps, states.Count);
    }

    // What anybody sees who comes by just then, locks or not.
    private async Task LookAsync(
        CrashScenario scenario, ImmutableDictionary<FileName, byte[]> content, ImmutableSortedDictionary<string, string> kept)
    {
        var store = new CrashingStore(content);
        if (!content.ContainsKey(FileName.Config))
        {
            var none = await Assert.ThrowsAsync<RepositoryException>(() => OpenAsync(store));
            Assert.Equal(RepositoryFault.NotFound, none.Fault);
            return;
        }

        // 1. Every snapshot that there was and shall be is there, and every snapshot that is there is whole.
        var readable = await ReadableAsync(scenario, store);
        Assert.Equal(kept, kept.Where(k => readable.TryGetValue(k.Key, out var digest) && digest == k.Value));

        // 2. The repository is good.
        await using var repository = await OpenAsync(store);
        await repository.UnlockAsync(all: true, ct);
        var report = await repository.CheckAsync(new(ReadData: true), null, ct);
        Assert.True(scenario.StartsDamaged || report.IsGood, string.Join('\n', report.Errors));
    }

    private async Task<string> RepeatedAsync(CrashScenario scenario, ImmutableDictionary<FileName, byte[]> content)
    {
        var store = new CrashingStore(content);
        if (content.ContainsKey(FileName.Config))
        {
            await using var repository = await OpenAsync(store);
            await repository.UnlockAsync(all: true, ct);
        }

        if (!await scenario.IsDoneAsync(store))
        {
            await scenario.RunAsync(store);
        }

        return await OutcomeAsync(scenario, store);
    }

    private async Task<string> OutcomeAsync(CrashScenario scenario, CrashingStore store)
    {
        Assert.DoesNotContain(store.Content.Keys, f => f.Kind == FileKind.Lock);
        await using var repository = await OpenAsync(store);
        var report = await repository.CheckAsync(new(ReadData: true), null, ct);
        Assert.True(scenario.EndsDamaged || report.IsGood, string.Join('\n', report.Errors));
        Assert.True(!scenario.EndsTidy || report.Remarks.Count == 0, string.Join('\n', report.Remarks));
        var snapshots = (await repository.SnapshotsAsync(ct))
            .Select(s => $"{s.Tree} of {s.HostName} {string.Join(',', s.Paths)} {string.Join(',', s.Tags)}").Order(StringComparer.Ordinal);
        var contents = await Contents.ReadAsync(repository, e => ExceptionIf(!scenario.EndsDamaged, e), ct);
        return string.Join('\n', [.. scenario.CountsSnapshots ? snapshots : snapshots.Distinct(), .. contents.Select(c => c.ToString()), await scenario.OutcomeAsync(store)]);
    }

    private async Task<ImmutableSortedDictionary<string, string>> ReadableAsync(CrashScenario scenario, CrashingStore store)
    {
        await using var repository = await OpenAsync(store);
        return await Contents.ReadAsync(repository, e => ExceptionIf(!scenario.StartsDamaged, e), ct);
    }

    private static void ExceptionIf(bool unexpected, RepositoryException damage)
    {
        if (unexpected)
        {
            throw damage;
        }
    }

    private static async Task<ImmutableDictionary<FileName, byte[]>> BeforeAsync(CrashScenario scenario)
    {
        var store = new CrashingStore(scenario.PrepareAsync is null ? ImmutableDictionary<FileName, byte[]>.Empty : await ThreeSnapshots.Value);
        await (scenario.PrepareAsync?.Invoke(store) ?? Task.CompletedTask);
        return store.Content;
    }

    private static async Task<ImmutableDictionary<FileName, byte[]>> MakeAsync()
    {
        var earlier = new HastyClock(new HastyClock().GetUtcNow().AddHours(-1));
        var store = new CrashingStore(ImmutableDictionary<FileName, byte[]>.Empty);
        await using var repository = await Repository.InitAsync(store, Secret, earlier, CancellationToken.None);
        await MakeOpeningCheapAsync(store);
        for (var i = 1; i <= 3; i++)
        {
            await repository.BackupAsync(Request(i), null, CancellationToken.None);
        }

        return store.Content;
    }

    /// <summary>A backup of three files: one that never changes, one that does each time and one that is new.</summary>
    internal static BackupRequest Request(int round) => new(
        [
            new ContentTarget(Content(0), "/data/same", DateTimeOffset.UnixEpoch),
            new ContentTarget(Content(round), "/data/changing", DateTimeOffset.UnixEpoch.AddDays(round)),
            new ContentTarget(Content(100 + round), $"/data/new/{round}", DateTimeOffset.UnixEpoch),
        ],
        "host", [$"round{round}"], [], Paths: ["/data"]);

    /// <summary>Replaces the key by one whose scrypt costs nothing.</summary>
    internal static async Task MakeOpeningCheapAsync(IBackend store)
    {
        var inside = await KeyRing.OpenAsync(store, Secret, null, TimeProvider.System, CancellationToken.None);
        var key = KeyFile.Create(inside.Key, Secret, DateTimeOffset.UnixEpoch, new(2, 1, 1)).Encode();
        await store.SaveAsync(new(FileKind.Key, Digest.Of(key).ToString()), key, CancellationToken.None);
        await store.RemoveAsync(new(FileKind.Key, inside.KeyName), CancellationToken.None);
    }

    private static byte[] Content(int seed)
    {
        var content = new byte[20_000];
        new Random(seed).NextBytes(content);
        return content;
    }

    // A lock that stays is stale soon, and packs and snapshots that could not be removed are in the report.
    private static bool TriesAgain(string step) => step.StartsWith("remove ", StringComparison.Ordinal);

    private static string Named(CrashingStore whole, int step) =>
        step == 0 ? "nothing" : whole.Steps[step - 1] is var s && s.Length > 24 ? s[..24] + ".." : whole.Steps[step - 1];
}
