using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Index;

/// <summary>A place where a blob stands.</summary>
internal readonly record struct BlobLocation(PackId Pack, PackedBlob Blob);

/// <summary>
/// All index files of a repository together, in memory: about 110 bytes a blob. Immutable once loaded, so it may be
/// asked from all threads.
/// </summary>
internal sealed class RepositoryIndex
{
    private readonly Dictionary<PackId, IndexedPack> _packs = [];
    private readonly Dictionary<BlobHandle, BlobLocation> _blobs = [];

    // Copies beyond the first: two programs that ran at once may both have stored a blob. Any copy is as good.
    private readonly Dictionary<BlobHandle, List<BlobLocation>> _copies = [];
    private readonly List<string> _contradictions = [];
    private readonly HashSet<PackId> _listedTwice = [], _contradictory = [];

    /// <summary>Of a repository that has nothing.</summary>
    internal static RepositoryIndex Empty { get; } = new();

    /// <summary>Of packs that no index file names.</summary>
    internal static RepositoryIndex Of(IEnumerable<IndexedPack> packs)
    {
        var index = new RepositoryIndex();
        foreach (var pack in packs)
        {
            index.Add(pack, static _ => true);
        }

        return index;
    }

    internal IReadOnlyDictionary<PackId, IndexedPack> Packs => _packs;

    /// <summary>Packs that two index files describe differently: at least one of them is wrong.</summary>
    internal IReadOnlyList<string> Contradictions => _contradictions;

    /// <summary>The packs that <see cref="Contradictions"/> tells of.</summary>
    internal IReadOnlyCollection<PackId> Contradictory => _contradictory;

    /// <summary>Packs that are listed more than once, each time alike. An interrupted prune or repair leaves such.</summary>
    internal IReadOnlyCollection<PackId> ListedTwice => _listedTwice;

    internal int BlobCount => _blobs.Count;

    /// <summary>The index files that this was read from.</summary>
    internal IReadOnlyList<FileName> Files { get; private init; } = [];

    /// <summary>Blobs that stand in more than one place.</summary>
    internal IEnumerable<BlobHandle> Duplicated => _copies.Keys;

    internal bool IsDuplicated(BlobHandle blob) => _copies.ContainsKey(blob);

    /// <param name="isUsable">Which packs to take; the others are as if no index knew them.</param>
    /// <param name="onDamage">Told of each index file that cannot be read; when it returns the others are read on.</param>
    internal static async Task<RepositoryIndex> LoadAsync(
        IBackend backend, SealingKey key, Func<IndexedPack, bool> isUsable, Action<RepositoryException> onDamage, CancellationToken ct)
    {
        // Whoever reads without a lock may meet a prune: it stores the new index files before it removes the old ones.
        for (var isLastTry = false; ; isLastTry = true)
        {
            try
            {
                return await LoadOnceAsync(backend, key, isUsable, onDamage, ct);
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.NotFound && !isLastTry)
            {
            }
        }
    }

    private static async Task<RepositoryIndex> LoadOnceAsync(
        IBackend backend, SealingKey key, Func<IndexedPack, bool> isUsable, Action<RepositoryException> onDamage, CancellationToken ct)
    {
        var files = await backend.ListAsync(FileKind.Index, ct);
        var index = new RepositoryIndex { Files = [.. files.Select(f => f.File)] };
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (file, token) =>
        {
            try
            {
                var json = await UnpackedFile.LoadAsync(backend, key, file.File, token);
                var packs = IndexFile.Decode(json, file.File.Path);
                lock (index._packs)
                {
                    packs.ForEach(p => index.Add(p, isUsable));
                }
            }
            catch (RepositoryException e) when (e.IsUnreadable)
            {
                // The packs say what an index said, so no other copy of it is needed.
                onDamage(e.Fault != RepositoryFault.Damaged ? e : new(
                    e.Fault, e.Message, "run \"holdfast repo repair index\": it makes the index anew from what the packs say", e));
            }
        });
        return index;
    }

    /// <summary>
    /// For whoever only reads: where index files are damaged or contradict each other, the headers of the packs themselves are read.
    /// Every blob is authenticated when it is read, so a wrong place can cost time but not give wrong content.
    /// </summary>
    internal static async Task<RepositoryIndex> LoadToReadAsync(IBackend backend, SealingKey key, CancellationToken ct)
    {
        var isDamaged = false;
        var index = await LoadAsync(backend, key, static _ => true, _ => isDamaged = true, ct);
        var unknown = (isDamaged ? await backend.ListAsync(FileKind.Pack, ct) : [])
            .Select(f => Digest.TryParse(f.File.Name, out var digest) ? new PackId(digest) : default).Where(p => !index._packs.ContainsKey(p));
        foreach (var pack in unknown.Concat(index._contradictory).ToList())
        {
            try
            {
                var told = new IndexedPack(pack, await backend.LoadPackHeaderAsync(key, pack, ct));
                index._packs.TryAdd(pack, told);
                index.AddBlobs(told);
            }
            catch (RepositoryException e) when (e.IsUnreadable)
            {
                // A pack without a header gives nothing; the blobs that only it has will be reported by their names.
            }
        }

        return index;
    }

    /// <summary>
    /// For whoever adds: a pack that is not there as the index says is no reason to leave a blob out, so its blobs count as absent.
    /// </summary>
    /// <exception cref="RepositoryException">Damaged: an index file cannot be read, or two contradict each other.</exception>
    internal static async Task<RepositoryIndex> LoadToWriteAsync(IBackend backend, SealingKey key, CancellationToken ct)
    {
        var packs = (await backend.ListAsync(FileKind.Pack, ct)).ToDictionary(p => p.File.Name, p => p.Size);
        var index = await LoadAsync(
            backend, key, p => packs.TryGetValue(p.Id.ToString(), out var size) && size == p.Size, static e => throw e, ct);
        return index.Contradictions.Count == 0 ? index : throw RepositoryException.Damaged(
            $"{index.Contradictions[0]}; nothing is added to such a repository", "run \"holdfast repo repair index\" on it");
    }

    internal bool Contains(BlobHandle blob) => _blobs.ContainsKey(blob);

    internal bool TryFind(BlobHandle blob, out BlobLocation location) => _blobs.TryGetValue(blob, out location);

    /// <summary>Every place where the blob stands.</summary>
    internal IEnumerable<BlobLocation> FindAll(BlobHandle blob) =>
        !_blobs.TryGetValue(blob, out var first) ? []
        : _copies.TryGetValue(blob, out var copies) ? copies.Prepend(first)
        : [first];

    private void Add(IndexedPack pack, Func<IndexedPack, bool> isUsable)
    {
        if (_packs.TryGetValue(pack.Id, out var known))
        {
            if (!known.Blobs.SequenceEqual(pack.Blobs))
            {
                _contradictory.Add(pack.Id);
                _contradictions.Add($"two index files say different things about pack {pack.Id}");
            }
            else
            {
                _listedTwice.Add(pack.Id);
            }

            return;
        }

        if (!isUsable(pack))
        {
            return;
        }

        _packs.Add(pack.Id, pack);
        AddBlobs(pack);
    }

    private void AddBlobs(IndexedPack pack)
    {
        foreach (var blob in pack.Blobs)
        {
            var location = new BlobLocation(pack.Id, blob);
            if (_blobs.TryAdd(blob.Handle, location))
            {
                continue;
            }

            if (!_copies.TryGetValue(blob.Handle, out var copies))
            {
                _copies.Add(blob.Handle, copies = []);
            }

            copies.Add(location);
        }
    }
}
