using System.Collections.Concurrent;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;
using Holdfast.Restic.Operations.Checks;
using Holdfast.Restic.Operations.Locks;
using Holdfast.Restic.Packs;

namespace Holdfast.Restic.Operations.Repairs;

/// <summary>
/// Makes the index say what the packs hold. First a plan; then the new index files are written, read back, and only then the old
/// ones removed. No pack is touched.
/// </summary>
internal sealed class IndexRepair
{
    private const int HeadersAtOnce = 4;

    private readonly OpenRepository _repository;
    private readonly bool _readAllPacks;
    private readonly IProgress<RepairProgress>? _progress;
    private readonly Dictionary<PackId, List<IndexedPack>> _listed = [];
    private readonly ConcurrentDictionary<PackId, IndexedPack> _truth = [];
    private readonly ConcurrentBag<PackId> _added = [], _corrected = [];
    private readonly ConcurrentBag<PackDamage> _damaged = [];
    private readonly List<PackId> _missing = [];

    private IndexRepair(OpenRepository repository, bool readAllPacks, IProgress<RepairProgress>? progress) =>
        (_repository, _readAllPacks, _progress) = (repository, readAllPacks, progress);

    internal static Task<IndexRepairPlan> RunAsync(
        OpenRepository repository, IndexRepairRequest request, IProgress<RepairProgress>? progress, CancellationToken ct) =>
        RepositoryLock.HoldAsync(repository, exclusive: true, request.LockPatience, async held =>
        {
            var plan = await new IndexRepair(repository, request.ReadAllPacks, progress).PlanAsync(held.Lost);
            if (!request.DryRun)
            {
                await IndexReplacement.RunAsync(
                    repository.Backend, repository.Key, plan.Written, plan.Obsolete, repository.Config.Version, held.RemoveAsync, held.Lost);
            }

            return plan;
        }, ct);

    private async Task<IndexRepairPlan> PlanAsync(CancellationToken ct)
    {
        // 1. What the index files say, and what is there.
        var files = await IndexFiles.LoadAsync(_repository, ct);
        foreach (var pack in files.Readable.Values.SelectMany(packs => packs))
        {
            (_listed.TryGetValue(pack.Id, out var known) ? known : _listed[pack.Id] = []).Add(pack);
        }

        var stored = new Dictionary<PackId, long>();
        foreach (var (file, size) in await _repository.Backend.ListAsync(FileKind.Pack, ct))
        {
            stored[new(Digest.TryParse(file.Name, out var digest) ? digest : default)] = size;
        }

        // 2. What is not there any more.
        await FindMissingAsync(stored, ct);

        // 3. What is listed as it is; for the rest the packs' own headers.
        var toRead = stored.Where(p => !IsAsListed(p.Key, p.Value)).Select(p => p.Key).ToList();
        await ReadHeadersAsync(toRead, stored, ct);

        // 4. Index files in which all is right stay.
        var (kept, obsolete) = Sort(files);
        return new()
        {
            Added = InOrder(_added), Corrected = InOrder(_corrected), Missing = InOrder(_missing),
            Damaged = [.. _damaged.OrderBy(d => d.Pack.ToString(), StringComparer.Ordinal)],
            DamagedIndexFiles = [.. files.Damaged.Values.Order(StringComparer.Ordinal)],
            Packs = _truth.Count,
            Written = [.. _truth.Values.Where(p => !kept.Contains(p.Id)).OrderBy(p => p.Id.ToString(), StringComparer.Ordinal)],
            Obsolete = obsolete,
        };
    }

    // A listing that came back short would make us forget packs that are there: the store is asked for each by name.
    private async Task FindMissingAsync(Dictionary<PackId, long> stored, CancellationToken ct)
    {
        _missing.AddRange(_listed.Keys.Where(p => !stored.ContainsKey(p)));
        if (_missing.Count > 0 && stored.Count == 0)
        {
            throw new RepositoryException(
                RepositoryFault.Storage,
                $"{_repository.Backend.Location} lists no pack at all, while the index knows {_missing.Count}; nothing was changed",
                "find out whether the storage is mounted and lists what it holds");
        }

        foreach (var pack in _missing)
        {
            if (await _repository.Backend.SizeAsync(PackReading.FileOf(pack), ct) is not null)
            {
                throw new RepositoryException(
                    RepositoryFault.Storage,
                    $"{_repository.Backend.Location} has pack {pack} but does not list it, so its listings cannot be relied on; nothing was changed",
                    "find out what is wrong with the storage and try again", isTransient: true);
            }
        }
    }

    private bool IsAsListed(PackId pack, long size)
    {
        if (_readAllPacks || !_listed.TryGetValue(pack, out var said) || said[0].Size != size || said.Skip(1).Any(s => !s.Blobs.SequenceEqual(said[0].Blobs)))
        {
            return false;
        }

        _truth[pack] = said[0];
        return true;
    }

    private Task ReadHeadersAsync(List<PackId> packs, Dictionary<PackId, long> stored, CancellationToken ct)
    {
        var done = 0;
        return Parallel.ForEachAsync(packs, new ParallelOptions { MaxDegreeOfParallelism = HeadersAtOnce, CancellationToken = ct }, async (pack, token) =>
        {
            var said = _listed.GetValueOrDefault(pack);
            try
            {
                var header = new IndexedPack(pack, await _repository.Backend.LoadPackHeaderAsync(_repository.Key, pack, token));
                _truth[pack] = header;
                if (said is null)
                {
                    _added.Add(pack);
                }
                else if (said.Any(s => !s.Blobs.SequenceEqual(header.Blobs)))
                {
                    _corrected.Add(pack);
                }
            }
            catch (RepositoryException e) when (e.Fault == RepositoryFault.Damaged)
            {
                _damaged.Add(new(pack, e.Message));
                if ((said?.Find(s => s.Size == stored[pack]) ?? said?[0]) is { } known)
                {
                    _truth[pack] = known;
                }
            }

            _progress?.Report(new(Interlocked.Increment(ref done), packs.Count));
        });
    }

    private (HashSet<PackId> Kept, List<FileName> Obsolete) Sort(IndexFiles files)
    {
        HashSet<PackId> kept = [];
        List<FileName> obsolete = [.. files.Damaged.Keys];
        foreach (var (file, packs) in files.Readable.OrderBy(f => f.Key.Name, StringComparer.Ordinal))
        {
            var isRight = !_readAllPacks && packs.Select(p => p.Id).Distinct().Count() == packs.Count && packs.All(p =>
                !kept.Contains(p.Id) && _truth.TryGetValue(p.Id, out var truth) && truth.Blobs.SequenceEqual(p.Blobs));
            if (isRight)
            {
                kept.UnionWith(packs.Select(p => p.Id));
            }
            else
            {
                obsolete.Add(file);
            }
        }

        return (kept, obsolete);
    }

    private static IReadOnlyList<PackId> InOrder(IEnumerable<PackId> packs) => [.. packs.OrderBy(p => p.ToString(), StringComparer.Ordinal)];
}
