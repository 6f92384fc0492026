using System.Text.Json.Nodes;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Protection;

/// <summary>What a round of protection came to: how many systems got what. A system is as well off as the worst of its copies.</summary>
/// <param name="Failed">Of which some repository has no recovery point of this round.</param>
public sealed record ProtectionSummary(int Counted, int Warned, int Suspect, int Failed)
{
    /// <param name="left">Systems that were asked for and not copied.</param>
    public static ProtectionSummary Of(IEnumerable<ProtectionRecord> records, int left)
    {
        var worst = records.GroupBy(r => r.System).Select(s => s.Max(r => r.Outcome)).ToArray();
        return new(Of(CopyOutcome.Counted), Of(CopyOutcome.Warned), Of(CopyOutcome.Suspect), Of(CopyOutcome.None) + left);

        int Of(CopyOutcome outcome) => worst.Count(o => o == outcome);
    }

    public JsonObject Json => new() { { "counted", Counted }, { "warned", Warned }, { "suspect", Suspect }, { "failed", Failed } };

    /// <summary>Of each system that has less files with content than its last good copy, how many less: for whoever knows whether that is right. One line each.</summary>
    public static IEnumerable<string> Losses(IEnumerable<ProtectionRecord> records) =>
        from record in records
        group record by record.System into system
        let gone = system.Max(r => r.Gone) ?? 0
        let emptied = system.Max(r => r.Emptied) ?? 0
        where gone + emptied > 0
        select $"{system.Key}: since its last good copy {string.Join(" and ", Parts(gone, emptied))}.";

    private static IEnumerable<string> Parts(long gone, long emptied)
    {
        if (gone > 0)
        {
            yield return gone == 1 ? "1 file is gone" : $"{gone} files are gone";
        }

        if (emptied > 0)
        {
            yield return emptied == 1 ? "1 was emptied" : $"{emptied} were emptied";
        }
    }

    public override string ToString()
    {
        (int Count, string Words)[] parts =
        [
            (Counted, "counted"), (Warned, "counted with a warning"), (Suspect, "SUSPECT, kept and not chosen by itself"),
            (Failed, "WITHOUT a recovery point in every repository"),
        ];
        var all = Counted + Warned + Suspect + Failed;
        return $"{all} {(all == 1 ? "system" : "systems")}: {string.Join(", ", parts.Where(p => p.Count > 0).Select(p => $"{p.Count} {p.Words}"))}.";
    }
}
