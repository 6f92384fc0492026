using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Holdfast.Execution.Stores;
using Holdfast.Failures;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Journals;

/// <summary>What was protected and verified, one JSON line a copy, as the predictor needs it.</summary>
public static class ProtectionLog
{
    /// <summary>So many are read in no time, and each thinning has everything told to the repositories again.</summary>
    internal const int FewestToThin = 5_000;

    private const double LeastShare = 0.2;

    public static void Append(IRunStore state, IEnumerable<ProtectionRecord> records) =>
        state.Append(StoreNames.Protection, [.. records.Select(r => JsonSerializer.Serialize(r, RecordJson.Default.ProtectionRecord))]);

    /// <summary>For whoever has something better to do than to remember: a restore goes on, and what was read is told.</summary>
    /// <returns>Why it could not be written down; null: it was.</returns>
    public static string? TryAppend(IRunStore state, IEnumerable<ProtectionRecord> records)
    {
        try
        {
            Append(state, records);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FailureException)
        {
            return $"it could not be written down in {state.PlaceOf(StoreNames.Protection)}, so status and the next copy do not know of it: {e.Message}";
        }
    }

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

    /// <summary>
    /// Takes back what is recorded of a copy that is dated later than now, and of those that the same clock dated: all of that day. Of any other copy nothing
    /// is taken back.
    /// </summary>
    /// <param name="snapshot">Its name, or how that begins.</param>
    /// <returns>The snapshots of them, by their whole names.</returns>
    public static ImmutableArray<string> TakeBackAhead(IRunStore state, string snapshot, DateTimeOffset now)
    {
        var ahead = state.Read(StoreNames.Protection).Lines.Select(line => (Line: line, Record: Parse(line)))
            .Where(l => l.Record is { } record && ClockSkew.IsAhead(record.TakenAt, now)).ToArray();
        DateTimeOffset[] meant = [.. ahead.Where(l => l.Record!.Snapshot?.StartsWith(snapshot, StringComparison.OrdinalIgnoreCase) == true).Select(l => l.Record!.TakenAt)];
        var same = ahead.Where(l => meant.Any(at => (at - l.Record!.TakenAt).Duration() <= TimeSpan.FromDays(1))).ToArray();
        state.Append(StoreNames.IgnoredLines, [.. same.Select(l => l.Line).Except(state.Read(StoreNames.IgnoredLines).Lines)]);
        return [.. same.Select(l => l.Record!.Snapshot).OfType<string>().Distinct()];
    }

    /// <summary>Writes it anew without the lines that nothing reads any more, where there are many of them.</summary>
    /// <param name="staying">Of each line whether it stays; null where a line is no record.</param>
    /// <returns>How many lines went.</returns>
    internal static int Thin(IRunStore state, Func<IReadOnlyList<ProtectionRecord?>, bool[]> staying)
    {
        var text = state.Read(StoreNames.Protection);
        if (text.Last < FewestToThin)
        {
            return 0;
        }

        string[] lines = [.. text.Lines];
        var stays = staying([.. lines.Select(Parse)]);
        string[] left = [.. lines.Where((_, i) => stays[i])];
        return lines.Length - left.Length >= lines.Length * LeastShare && state.TryReplace(StoreNames.Protection, text.Last, [.. left.Select(line => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(line))])
            ? lines.Length - left.Length
            : 0; // Nothing to speak of; or a copy was just written down, and the next time will do.
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
