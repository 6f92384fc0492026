using System.Collections.Concurrent;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Operations.Checks;

/// <summary>
/// Reads whole packs back from the store: the proof that this copy of them is there and good. Each is hashed and every blob in it
/// decrypted, decompressed and hashed. One that fails is read once more, which tells damage from a bad moment. Two packs of memory at a time.
/// </summary>
internal static class ReadBack
{
    private const int PacksAtOnce = 2;

    /// <param name="onPack">Told of each pack that is good.</param>
    internal static async Task<VerifyReport> RunAsync(
        OpenRepository repository, IReadOnlyCollection<PackId> packs, Action<Pack>? onPack, CancellationToken ct)
    {
        var begun = repository.Clock.GetTimestamp();
        ConcurrentQueue<PackDamage> damaged = [], unsteady = [], tooLarge = [];
        long blobs = 0, bytes = 0;
        await Parallel.ForEachAsync(packs, new ParallelOptions { MaxDegreeOfParallelism = PacksAtOnce, CancellationToken = ct }, async (id, token) =>
        {
            string? first = null;
            for (var attempt = 0; attempt < 2; attempt++)
            {
                try
                {
                    var pack = await repository.Backend.LoadAndVerifyPackAsync(repository.Key, id, token);
                    Interlocked.Add(ref blobs, pack.Blobs.Count);
                    Interlocked.Add(ref bytes, pack.Content.Length);
                    onPack?.Invoke(pack);
                    if (first is not null)
                    {
                        unsteady.Enqueue(new(id, first));
                    }

                    return;
                }
                catch (RepositoryException e) when (e.Fault == RepositoryFault.Unsupported)
                {
                    // Nothing is known against it, and nothing for it.
                    tooLarge.Enqueue(new(id, e.Message));
                    return;
                }
                catch (RepositoryException e)
                {
                    first ??= e.Message;
                }
            }

            // Whatever the reason, this copy of the pack is not proved; the others are still read.
            damaged.Enqueue(new(id, first!));
        });
        return new(packs.Count, blobs, bytes, InOrder(damaged), repository.Clock.GetElapsedTime(begun))
        {
            GoodAtSecondReading = InOrder(unsteady),
            TooLarge = InOrder(tooLarge),
        };
    }

    private static IReadOnlyList<PackDamage> InOrder(IEnumerable<PackDamage> damage) =>
        [.. damage.OrderBy(d => d.Pack.ToString(), StringComparer.Ordinal)];
}
