using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Index;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>Which packs are used and how much of each. Of a blob that stands in several packs one copy counts as used.</summary>
internal sealed class PruneSurvey
{
    private const int NamesShown = 5;
    private readonly Dictionary<PackId, PackUse> _packs;
    private readonly RepositoryIndex _index;
    private BlobAmount _used, _duplicate, _unused;

    private PruneSurvey(RepositoryIndex index)
    {
        _index = index;
        _packs = index.Packs.Values.ToDictionary(p => p.Id, p => new PackUse(p));
    }

    internal IReadOnlyCollection<PackUse> Packs => _packs.Values;

    internal BlobAmount Used => _used;

    internal BlobAmount Duplicate => _duplicate;

    internal BlobAmount Unused => _unused;

    /// <param name="isStored">Whether a pack is there as the index has it. Copies in others are chosen last.</param>
    /// <exception cref="RepositoryException">Damaged: a used blob is in no index.</exception>
    internal static PruneSurvey Make(RepositoryIndex index, BlobSet used, Func<PackUse, bool> isStored)
    {
        RefuseMissing(index, used);
        var survey = new PruneSurvey(index);
        survey.Count(used, survey.Choose(used, isStored));
        return survey;
    }

    private static void RefuseMissing(RepositoryIndex index, BlobSet used)
    {
        List<BlobHandle> missing = [.. used.Where(b => !index.Contains(b)).Take(NamesShown + 1)];
        if (missing.Count > 0)
        {
            throw RepositoryException.Damaged(
                "snapshots need blobs that are in no index, so nothing is pruned: "
                + string.Join(", ", missing.Take(NamesShown)) + (missing.Count > NamesShown ? " and more" : ""),
                "\"holdfast repo repair index\" finds blobs whose index was lost; \"holdfast repo check\" tells what is really gone");
        }
    }

    // Keeping copies together empties packs: those that repacking made before it was cut off are kept, their sources go.
    private Dictionary<BlobHandle, PackId> Choose(BlobSet used, Func<PackUse, bool> isStored)
    {
        List<BlobHandle> several = [.. _index.Duplicated.Where(used.Contains)];
        var duplicated = several.ToHashSet();
        Dictionary<PackId, int> rank = [];
        foreach (var pack in several.SelectMany(_index.FindAll).Select(l => l.Pack).Distinct())
        {
            var handles = _index.Packs[pack].Blobs.Select(b => b.Handle).ToList();
            rank[pack] = !isStored(_packs[pack]) ? 0
                : handles.Any(h => used.Contains(h) && !duplicated.Contains(h)) ? 3
                : handles.TrueForAll(used.Contains) ? 2
                : 1;
        }

        return several.ToDictionary(h => h, h => _index.FindAll(h).Select(l => l.Pack)
            .OrderByDescending(p => rank[p]).ThenBy(p => p.ToString(), StringComparer.Ordinal).First());
    }

    private void Count(BlobSet used, Dictionary<BlobHandle, PackId> chosen)
    {
        foreach (var pack in _packs.Values)
        {
            foreach (var blob in _index.Packs[pack.Id].Blobs)
            {
                var amount = new BlobAmount(1, blob.Length);
                if (!used.Contains(blob.Handle))
                {
                    _unused += amount;
                    pack.CountUnused(blob);
                }
                else if (_index.IsDuplicated(blob.Handle) && !(chosen.TryGetValue(blob.Handle, out var choice) && choice == pack.Id))
                {
                    _duplicate += amount;
                    pack.CountUnused(blob);
                }
                else
                {
                    // One copy is enough, also when a pack holds two.
                    chosen.Remove(blob.Handle);
                    _used += amount;
                    pack.CountUsed();
                }
            }
        }
    }
}
