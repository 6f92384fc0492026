using System.Collections.Concurrent;
using Holdfast.Restic.Faults;

namespace Holdfast.Restic.Backends;

/// <summary>
/// Tries again what failed for a reason that may pass, with longer and longer waits, for a quarter of an hour in all. Every call is repeated whole, so a
/// listing that broke off is never half of one attempt and half of another.
/// </summary>
/// <param name="random">Spreads the attempts of many programs that lost the same server.</param>
/// <param name="tell">Told of each failure that is tried again.</param>
internal sealed class RetryingBackend(IBackend inner, TimeProvider clock, Random random, Action<string> tell) : WrappedBackend(inner)
{
    // As restic: from 1 s, doubling, up to a minute; 15 minutes in all, and a file given up is not waited for again within the hour.
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromMinutes(1), GivenUpFor = TimeSpan.FromHours(1);

    /// <summary>For how long a call is tried again; shorter where something else can be done instead.</summary>
    internal TimeSpan RetryFor { get; init; } = Patience;

    private readonly ConcurrentDictionary<FileName, long> _givenUp = [];
    private readonly Lock _dice = new();

    public override Task CreateAsync(CancellationToken ct) => RetryAsync("making the store", () => Inner.CreateAsync(ct), RetryFor, ct);

    /// <summary>
    /// An attempt whose answer was lost may have stored the file: when a later one finds it there, it is done if the content is what we save. Some servers keep the beginning of
    /// an upload that broke off under its final name: that is taken away and saved anew. Anything else of that name is refused and left alone.
    /// </summary>
    public override Task SaveAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var attempts = 0;
        return RetryAsync($"saving {file}", SaveOnceAsync, RetryFor, ct);

        async Task SaveOnceAsync()
        {
            attempts++;
            try
            {
                await Inner.SaveAsync(file, content, ct);
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.AlreadyExists && attempts > 1)
            {
                var held = await HeldOfAsync(file, content, ct);
                if (held is null || held < content.Length && file.Kind == FileKind.Config)
                {
                    throw;
                }

                if (held < content.Length)
                {
                    await Inner.RemoveAsync(file, ct);
                    await Inner.SaveAsync(file, content, ct);
                }
            }
        }
    }

    public override async Task LoadAsync(FileName file, long offset, Memory<byte> buffer, CancellationToken ct)
    {
        var hopeless = _givenUp.TryGetValue(file, out var at) && clock.GetElapsedTime(at) < GivenUpFor;
        try
        {
            await RetryAsync($"loading {file}", () => Inner.LoadAsync(file, offset, buffer, ct), hopeless ? TimeSpan.Zero : RetryFor, ct);
            _givenUp.TryRemove(file, out _);
        }
        catch (RepositoryException e) when (e.IsTransient && !hopeless)
        {
            _givenUp[file] = clock.GetTimestamp();
            throw;
        }
    }

    public override Task<IReadOnlyList<StoredFile>> ListAsync(FileKind kind, CancellationToken ct) =>
        RetryAsync($"listing {FileName.FolderOf(kind)}", () => Inner.ListAsync(kind, ct), RetryFor, ct);

    public override Task<long?> SizeAsync(FileName file, CancellationToken ct) =>
        RetryAsync($"looking for {file}", () => Inner.SizeAsync(file, ct), RetryFor, ct);

    public override Task RemoveAsync(FileName file, CancellationToken ct) => RetryAsync($"removing {file}", () => Inner.RemoveAsync(file, ct), RetryFor, ct);

    private Task<bool> RetryAsync(string what, Func<Task> call, TimeSpan patience, CancellationToken ct) =>
        RetryAsync(what, async () => { await call(); return true; }, patience, ct);

    private async Task<T> RetryAsync<T>(string what, Func<Task<T>> call, TimeSpan patience, CancellationToken ct)
    {
        long? firstFailure = null;
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                return await call();
            }
            catch (RepositoryException e) when (e.IsTransient)
            {
                firstFailure ??= clock.GetTimestamp();
                var spread = wait * (0.5 + Dice());
                if (clock.GetElapsedTime(firstFailure.Value) + spread > patience)
                {
                    throw;
                }

                tell($"{what}: {e.Message}; trying again in {spread.TotalSeconds:F1} s");
                await Task.Delay(spread, clock, ct);
            }
        }
    }

    private double Dice()
    {
        lock (_dice)
        {
            return random.NextDouble();
        }
    }

    // How much of our content is there; null: something else is, or nothing.
    private async Task<int?> HeldOfAsync(FileName file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (await Inner.SizeAsync(file, ct) is not { } size || size > content.Length)
        {
            return null;
        }

        var stored = new byte[size];
        await Inner.LoadAsync(file, 0, stored, ct);
        return content.Span.StartsWith(stored) ? stored.Length : null;
    }
}
