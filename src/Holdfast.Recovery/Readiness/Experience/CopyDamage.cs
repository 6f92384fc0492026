using System.Collections.Immutable;

namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>Damage that was found in copies after they had been verified: a record of its own, which takes the verification of its copy away.</summary>
public static class CopyDamage
{
    /// <summary>The copies, without the verification of those that were found damaged after it.</summary>
    /// <param name="records">Copies, damage and readings. Damage that a later reading of everything did not find any more is over.</param>
    public static ImmutableArray<ProtectionRecord> Settled(ImmutableArray<ProtectionRecord> records)
    {
        var read = records.Where(r => r.ReadAt is not null).GroupBy(r => (r.System, r.Repository)).ToDictionary(r => r.Key, r => r.Max(one => one.ReadAt));
        ImmutableArray<ProtectionRecord> left = read.Count == 0
            ? records
            : [.. records.Where(r => r.ReadAt is null && !(IsFinding(r) && read.GetValueOrDefault((r.System, r.Repository)) > r.DamagedAt))];
        var damage = left.Where(r => r is { DamagedAt: not null, Snapshot: not null })
            .GroupBy(r => (r.System, r.Repository, r.Snapshot))
            .ToDictionary(d => d.Key, d => d.MaxBy(r => r.DamagedAt)! with { DamagedPacks = [.. d.SelectMany(r => r.DamagedPacks).Distinct()] });
        if (damage.Count == 0)
        {
            return left;
        }

        var told = left.Where(r => r.DamagedAt is null).Select(r => (r.System, r.Repository, r.Snapshot)).ToHashSet();
        return
        [
            .. left.Where(r => r.DamagedAt is null || !told.Contains((r.System, r.Repository, r.Snapshot)))
                .Select(r => r.DamagedAt is null && damage.TryGetValue((r.System, r.Repository, r.Snapshot), out var found) && !(r.VerifiedAt > found.DamagedAt)
                    ? r with { VerifiedAt = null, Why = found.Why, DamagedAt = found.DamagedAt, DamagedPacks = found.DamagedPacks }
                    : r),
        ];
    }

    /// <summary>By repository, the packs that were found damaged.</summary>
    public static ILookup<string, string> Packs(IEnumerable<ProtectionRecord> records) =>
        records.Where(r => r.DamagedAt is not null).SelectMany(r => r.DamagedPacks.Select(pack => (r.Repository, pack))).ToLookup(d => d.Repository, d => d.pack);

    /// <summary>What something found of a copy that was made before, and not how the making of one ended.</summary>
    private static bool IsFinding(ProtectionRecord record) => record is { DamagedAt: not null, Files: null };
}
