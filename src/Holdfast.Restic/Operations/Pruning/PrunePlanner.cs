using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>
/// Decides for each pack whether it stays, is copied or goes. The rules are restic's, so that both programs come to rest on the same
/// repository instead of undoing each other's work.
/// </summary>
internal sealed class PrunePlanner
{
    // restic: fewer small packs than this are not worth merging, and one alone would be merged for ever.
    private const int FewSmallPacks = 10;

    private readonly PruneRequest _request;
    private readonly PruneSurvey _survey;
    private readonly long _smallBelow, _maxRepack;
    private readonly List<PackUse> _remove = [], _candidates = [], _small = [], _repack = [];
    private int _keep;

    /// <param name="packSize">Bytes that packs are filled up to.</param>
    internal PrunePlanner(PruneRequest request, PruneSurvey survey, long packSize)
    {
        (_request, _survey) = (request, survey);
        _smallBelow = request.RepackSmallerThan ?? (request.RepackSmall ? packSize / 5 * 4 : packSize / 25);

        // Whoever has no space left cannot copy anything either.
        _maxRepack = request.RecoverNoFreeSpace is null ? request.MaxRepackBytes ?? long.MaxValue : 0;
    }

    /// <param name="stored">All packs that are there, with their sizes.</param>
    /// <exception cref="RepositoryException">Damaged: a pack that is needed is missing or not of the size that the index says.</exception>
    internal PrunePlan Decide(IReadOnlyDictionary<PackId, long> stored)
    {
        RefuseDamage(stored);
        var there = _survey.Packs.Where(p => stored.ContainsKey(p.Id)).OrderBy(p => p.Id.ToString(), StringComparer.Ordinal).ToList();
        there.ForEach(Sort);
        if (_small.Count < FewSmallPacks)
        {
            _keep += _small.Count;
            _small.Clear();
        }

        var missing = _survey.Packs.Where(p => !stored.ContainsKey(p.Id)).ToList();
        Choose([.. _remove, .. missing]);
        var known = _survey.Packs.Select(p => p.Id).ToHashSet();
        var unreferenced = stored.Where(s => !known.Contains(s.Key)).ToList();
        return new(
            CountsOf(there, missing, unreferenced.Sum(u => u.Value)),
            Sorted(unreferenced.Select(u => u.Key)), Sorted(_repack.Select(p => p.Id)),
            Sorted(_remove.Select(p => p.Id)), Sorted(missing.Select(p => p.Id)));
    }

    private static PackId[] Sorted(IEnumerable<PackId> packs) => [.. packs.OrderBy(p => p.ToString(), StringComparer.Ordinal)];

    private void RefuseDamage(IReadOnlyDictionary<PackId, long> stored)
    {
        // What no one needs may be missing or cut off: it goes anyway.
        foreach (var pack in _survey.Packs.Where(p => !p.IsUnused))
        {
            if (!stored.TryGetValue(pack.Id, out var size))
            {
                throw RepositoryException.Damaged(
                    $"snapshots need pack {pack.Id}, which is missing, so nothing is pruned",
                    "bring it back from another copy of the repository, or run \"holdfast repo repair index\" and then \"repair snapshots\"");
            }

            if (size != pack.Size)
            {
                throw RepositoryException.Damaged(
                    $"pack {pack.Id} is {size} bytes long and by the index must be {pack.Size}, so nothing is pruned",
                    "run \"holdfast repo repair index\"");
            }
        }
    }

    private void Sort(PackUse pack)
    {
        var mustCompress = pack.IsUncompressed && (_request.RepackUncompressed || !pack.IsData);
        if (pack.IsUnused)
        {
            _remove.Add(pack);
        }
        else if (_request.RepackCacheableOnly && pack.IsData)
        {
            _keep++;
        }
        else if (!pack.IsWhollyUsed || pack.IsMixed || mustCompress)
        {
            _candidates.Add(pack);
        }
        else if (IsSmall(pack))
        {
            _small.Add(pack);
        }
        else
        {
            _keep++;
        }
    }

    private bool IsSmall(PackUse pack) => pack.Size < _smallBelow;

    private void Choose(IEnumerable<PackUse> going)
    {
        var unused = _survey.Unused.Bytes + _survey.Duplicate.Bytes - going.Sum(p => p.Unused.Bytes);
        var bearable = _request.MaxUnused.For(_survey.Used.Bytes);
        long copied = 0;

        // Trees first, then small packs, then where copying little frees most.
        foreach (var pack in _candidates.Concat(_small)
            .OrderBy(p => p.IsData).ThenBy(p => !IsSmall(p)).ThenByDescending(p => (double)p.Unused.Bytes / p.UsedBytes))
        {
            var always = !pack.IsData || (pack.IsUncompressed && _request.RepackUncompressed);
            if (copied + pack.Size >= _maxRepack || (!always && !IsSmall(pack) && unused < bearable))
            {
                _keep++;
                continue;
            }

            _repack.Add(pack);
            copied += pack.Size;
            unused -= pack.Unused.Bytes;
        }
    }

    private PruneCounts CountsOf(List<PackUse> there, List<PackUse> missing, long unreferencedBytes)
    {
        var copied = _repack.ToHashSet();
        return new()
        {
            Used = _survey.Used,
            Duplicate = _survey.Duplicate,
            Unused = _survey.Unused,
            Repack = Sum(_repack, p => p.All),
            RepackRemove = Sum(_repack, p => p.Unused),
            Remove = Sum(_remove.Concat(missing), p => p.Unused),
            UnreferencedBytes = unreferencedBytes,
            UncompressedBytes = there.Where(p => p.IsUncompressed && !copied.Contains(p)).Sum(p => p.Size),
            PacksUsed = there.Count(p => !p.IsUnused && p.IsWhollyUsed),
            PacksPartlyUsed = there.Count(p => !p.IsUnused && !p.IsWhollyUsed),
            PacksUnused = there.Count(p => p.IsUnused),
            PacksKeep = _keep,
        };
    }

    private static BlobAmount Sum(IEnumerable<PackUse> packs, Func<PackUse, BlobAmount> amount) =>
        packs.Aggregate(default(BlobAmount), (sum, p) => sum + amount(p));
}
