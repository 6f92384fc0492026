using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Execution.Protection;

/// <summary>What was protected and verified, one JSON line a copy, as the predictor needs it.</summary>
public static class ProtectionLog
{
    public static void Append(StateFolder state, IEnumerable<ProtectionRecord> records)
    {
        // One write per call: lines of two processes do not mix, since the file is opened for appending.
        var text = string.Concat(records.Select(r => JsonSerializer.Serialize(r, JsonSerializerOptions.Web) + "\n"));
        // Half a line that a crash left behind must not take the first record with it.
        using var file = new FileStream(state.ProtectionRecords, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(System.Text.Encoding.UTF8.GetBytes(EndsInHalfALine(state.ProtectionRecords) ? "\n" + text : text));
    }

    /// <summary>A line that a crash cut short is left out: it was never more than a figure for the predictor.</summary>
    public static ImmutableArray<ProtectionRecord> Read(StateFolder state) => File.Exists(state.ProtectionRecords)
        ? [.. File.ReadAllLines(state.ProtectionRecords).Select(Parse).OfType<ProtectionRecord>()]
        : [];

    private static bool EndsInHalfALine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return file.Length > 0 && file.Seek(-1, SeekOrigin.End) >= 0 && file.ReadByte() != '\n';
    }

    private static ProtectionRecord? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ProtectionRecord>(line, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
