using System.Runtime.InteropServices;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Upkeep;

/// <summary>
/// Lets go of what is written down of copies that are gone, so that years of copies do not make each look, and each copy, slower. What speaks of a copy that
/// is there stays, and so does whatever anybody reads of the past: the newest of each system in each repository, what was found damaged or was accepted, and
/// all of the last months. Where a repository does not say what it holds, everything of it stays.
/// </summary>
internal static class OldRecords
{
    /// <summary>Longer than any look back: what is usual for a system is a month and a few days.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromDays(90);

    /// <summary>Of each system in each repository, whatever their age: the gaps between the newest hundred say how much would be lost.</summary>
    private const int Newest = 250;

    /// <returns>How many lines went.</returns>
    public static int Drop(IRunStore state, RepositorySet repositories, IEnumerable<string> all, DateTimeOffset now)
    {
        if (!state.IsMade)
        {
            return 0;
        }

        var unseen = repositories.Unseen;
        var there = repositories.Open.Keys.Where(name => !unseen.ContainsKey(name))
            .ToDictionary(name => name, name => repositories.SnapshotsIn(name).Select(s => s.Id.ToString()).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var gone = ProtectionLog.Thin(state, records => Staying(records, (repository, snapshot) => !there.TryGetValue(repository, out var ids) || ids.Contains(snapshot), now));
        if (all.All(there.ContainsKey))
        {
            gone += SeenCopies.ForgetMade(state, [.. there.Values.SelectMany(ids => ids)]);
        }

        return gone;
    }

    /// <param name="records">In the order in which they were written; null: a line that is none.</param>
    /// <param name="mayBeThere">Whether a repository holds a snapshot, or does not say.</param>
    /// <returns>Of each whether it stays.</returns>
    internal static bool[] Staying(IReadOnlyList<ProtectionRecord?> records, Func<string, string, bool> mayBeThere, DateTimeOffset now)
    {
        var stays = new bool[records.Count];
        var (seen, counted, full) = (new Dictionary<(string, string), int>(), new Dictionary<(string, string), int>(), new Dictionary<(string, string), int>());
        var read = new HashSet<(string, string)>();
        var numbers = new Dictionary<string, long>();
        for (var i = records.Count - 1; i >= 0; i--)
        {
            if (records[i] is not { } record)
            {
                continue;
            }

            var of = (record.System, record.Repository);
            stays[i] = (++CollectionsMarshal.GetValueRefOrAddDefault(seen, of, out _) <= Newest)
                | (record.Counts && ++CollectionsMarshal.GetValueRefOrAddDefault(counted, of, out _) <= Newest)
                | (record is { Counts: true, HasShrunk: false } && ++CollectionsMarshal.GetValueRefOrAddDefault(full, of, out _) <= Newest) // What a new copy is held against.
                | (record.ReadAt is not null && read.Add(of))
                // Tables are written down only where they changed: later records mean these.
                || record.Tables is not null || record.Accepted is not null || record.DamagedAt is not null || !record.DamagedPacks.IsEmpty
                || record.TakenAt > now || now - record.TakenAt < Young
                || (record.Snapshot is { } snapshot && mayBeThere(record.Repository, snapshot))
                // A number that nothing leads up to is not believed.
                || (record.Sequence > 0 && numbers.TryGetValue(record.System, out var next) && next - record.Sequence >= CopyNumbers.MostForgotten / 2);
            if (stays[i] && record.Sequence > 0)
            {
                numbers[record.System] = record.Sequence;
            }
        }

        return stays;
    }
}
