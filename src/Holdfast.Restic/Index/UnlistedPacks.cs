using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Index;

/// <summary>
/// What the packs say themselves that no index file names: an index file may be gone while all its packs are there. They are read once, when
/// something is wanted that no index knows; nothing is written, and every blob is authenticated when it is read.
/// </summary>
internal sealed class UnlistedPacks(IBackend backend, SealingKey key, RepositoryIndex index)
{
    private const int ReadersAtOnce = 4;

    private readonly Lock _gate = new();
    private Task<RepositoryIndex>? _reading;

    /// <summary>What was found; null: no one asked yet.</summary>
    internal RepositoryIndex? Found => _reading is { IsCompletedSuccessfully: true } done ? done.Result : null;

    /// <summary>Reads the headers of all packs that the index does not know, unless that was done.</summary>
    internal Task<RepositoryIndex> ReadAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            // One that failed or was given up is begun anew: what stood in the way may have passed.
            if (_reading is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _reading = ReadHeadersAsync(ct);
            }

            return _reading;
        }
    }

    private async Task<RepositoryIndex> ReadHeadersAsync(CancellationToken ct)
    {
        var unlisted = (await backend.ListAsync(FileKind.Pack, ct))
            .Select(f => Digest.TryParse(f.File.Name, out var digest) ? new PackId(digest) : default)
            .Where(p => p != default && !index.Packs.ContainsKey(p));
        List<IndexedPack> packs = [];
        await Parallel.ForEachAsync(unlisted, new ParallelOptions { MaxDegreeOfParallelism = ReadersAtOnce, CancellationToken = ct }, async (pack, token) =>
        {
            try
            {
                var told = new IndexedPack(pack, await backend.LoadPackHeaderAsync(key, pack, token));
                lock (packs)
                {
                    packs.Add(told);
                }
            }
            catch (RepositoryException e) when (e.IsUnreadable || e.Fault == RepositoryFault.NotFound)
            {
                // Half a pack of an interrupted backup, or a damaged one: what only it has is told by its name.
            }
        });
        return RepositoryIndex.Of(packs);
    }
}
