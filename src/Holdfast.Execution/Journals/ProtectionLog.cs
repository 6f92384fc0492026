using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Journals;

/// <summary>What was protected and verified, one JSON line a copy, as the predictor needs it.</summary>
public static class ProtectionLog
{
    public static void Append(IRunStore state, IEnumerable<ProtectionRecord> records) =>
        state.Append(StoreNames.Protection, [.. records.Select(r => JsonSerializer.Serialize(r, RecordJson.Default.ProtectionRecord))]);

    /// <summary>An acceptance is a line of its own and is already part of the record that it is about. A line that is none is left out: it was never more than a figure for the predictor.</summary>
    public static ImmutableArray<ProtectionRecord> Read(IRunStore state) => CopyDamage.Settled(ProtectionRecord.Settled(Lines(state)));

    /// <summary>Whenever everything that a repository holds of a system was read and found good.</summary>
    public static IEnumerable<CopyReading> Readings(IRunStore state) => CopyReading.OfRecords(Lines(state));

    /// <summary>
    /// Takes a copy for good, although it is suspect or holds less than the system did, by an operator's word, and with it those that other
    /// repositories got of the same capture: they hold the same. From then on it can be chosen, and the next copy is held against it.
    /// </summary>
    /// <param name="snapshot">Its name, or how that begins.</param>
    /// <param name="because">Why; kept with the record.</param>
    /// <returns>What was accepted; empty: no such copy is named so.</returns>
    public static ImmutableArray<ProtectionRecord> Accept(IRunStore state, string snapshot, string because)
    {
        var records = Read(state);
        var named = records.Where(r => (r.IsSuspect || r.HasShrunk) && r.Snapshot?.StartsWith(snapshot, StringComparison.Ordinal) == true).ToArray();
        ImmutableArray<ProtectionRecord> accepted =
        [
            .. records.Where(r => (r.IsSuspect || r.HasShrunk) && Array.Exists(named, n => n.System == r.System && n.TakenAt == r.TakenAt)).Select(r => r with { Accepted = because }),
        ];
        if (accepted.Length > 0)
        {
            Append(state, accepted);
        }

        return accepted;
    }

    private static IEnumerable<ProtectionRecord> Lines(IRunStore state)
    {
        var ignored = state.Read(StoreNames.IgnoredLines).Lines.ToHashSet(StringComparer.Ordinal);
        return state.Read(StoreNames.Protection).Lines.Where(line => !ignored.Contains(line)).Select(Parse).OfType<ProtectionRecord>();
    }

    private static ProtectionRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, RecordJson.Default.ProtectionRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
