using System.Collections.Immutable;
using Holdfast.Execution.Repositories;

namespace Holdfast.Execution.Upkeep;

/// <summary>What upkeep came to in one repository.</summary>
/// <param name="Points">Of each system what stays and what goes.</param>
/// <param name="Records">How many of Holdfast's own snapshots go, because newer ones say the same.</param>
/// <param name="Removed">How many snapshots were removed; of a dry run, how many would be.</param>
/// <param name="NotRemoved">How many the storage did not let go.</param>
/// <param name="FreedBytes">As stored; of a dry run, what would be freed.</param>
/// <param name="Readings">What reading parts of it back came to.</param>
/// <param name="PartsDue">How many parts were due; more than <paramref name="Readings"/>: the rest is still to be read.</param>
/// <param name="Problems">What could not be done, and why.</param>
public sealed record UpkeepReport(
    string Repository,
    ImmutableArray<KeptPoints> Points,
    int Records,
    int Removed,
    int NotRemoved,
    long FreedBytes,
    ImmutableArray<PartReading> Readings,
    int PartsDue,
    ImmutableArray<string> Problems)
{
    /// <summary>In how many parts a repository is read back.</summary>
    public const int Parts = RollingReading.Parts;

    /// <summary>Why removing could not begin, where that is the disk; null: it is not, or no one knows.</summary>
    public NoRoom? NoRoom { get; init; }

    /// <summary>How much room its disk has, and until when; null: no one knows.</summary>
    public RoomOutlook? Room { get; init; }

    public bool IsGood => NotRemoved == 0 && Problems.IsEmpty && Readings.All(r => r.IsGood) && !Points.Any(p => p.IsUnkept);
}

/// <summary>The repository's disk is too full for removing to begin.</summary>
/// <param name="NeededBytes">How much has to be free.</param>
/// <param name="Going">How many snapshots would be removed then.</param>
/// <param name="FreedBytes">About how much that would free.</param>
public sealed record NoRoom(long FreeBytes, long NeededBytes, int Going, long FreedBytes);

/// <summary>What reading a part of a repository back came to.</summary>
public sealed record PartReading(bool IsGood, int Packs, long Bytes, ImmutableArray<string> Errors, ImmutableArray<LostCopy> Damaged)
{
    internal static PartReading Of(FullReading reading) => new(reading.IsGood, reading.Report.PacksRead, reading.Report.BytesRead, [.. reading.Report.Errors], reading.Damaged);
}
