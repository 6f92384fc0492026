using System.Collections.Immutable;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Upkeep;

/// <summary>
/// Which snapshots of this machine's own journals and evidence may go. Each holds all that the machine remembered then, and a watch writes one every
/// minute. The one that this machine wrote last stays whatever others put beside it under the same name; of the older ones a few stay as witnesses, so that
/// whoever shortens a journal later is found out.
/// </summary>
internal static class KeptRecords
{
    /// <summary>More than a fetch ever looks through for one that is believed.</summary>
    private const int Newest = 128;

    private static readonly TimeSpan EveryDayFor = TimeSpan.FromDays(90);

    /// <summary>Plans, epochs and what was signed stay for good: there are few, and each says something of its own.</summary>
    /// <param name="told">The snapshots that hold all that this machine has to say.</param>
    public static ImmutableArray<Snapshot> Superseded(IReadOnlyCollection<Snapshot> snapshots, IReadOnlySet<string> told, DateTimeOffset now) =>
    [
        .. from last in snapshots
           where told.Contains(last.Id.ToString())
           let tag = KindOf(last)
           where tag is not null
           let older = snapshots.Where(s => s.Id != last.Id && s.Time <= last.Time && KindOf(s) == tag && Tags.StateOf(s.Tags) == Tags.StateOf(last.Tags))
           from ofDay in older.OrderByDescending(s => s.Time).Skip(Newest).GroupBy(s => Day(s, now))
           from superseded in ofDay.Skip(1)
           select superseded,
    ];

    private static string? KindOf(Snapshot snapshot) => snapshot.Tags.FirstOrDefault(t => t is Tags.Journal or Tags.Evidence);

    /// <summary>The day, or, for those that are older, the month; its newest stays.</summary>
    private static DateOnly Day(Snapshot snapshot, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(snapshot.Time.UtcDateTime);
        return now - snapshot.Time < EveryDayFor ? day : new(day.Year, day.Month, 1);
    }
}
