using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Protection;

/// <summary>What became of a copy, in a line.</summary>
public static class CopyLine
{
    /// <param name="took">How long all copies of the system took.</param>
    public static string Of(ProtectionRecord record, TimeSpan took) =>
        $"{record.TakenAt:HH:mm:ss}  {record.System,-14} -> {record.Repository,-10} "
        + (record.Counts ? $"verified  {Spoken.Bytes(record.Bytes),9}, {Spoken.Bytes(record.Added),9} new, {Spoken.Of(took)}" : Spoilt(record));

    private static string Spoilt(ProtectionRecord record) => record.Outcome == CopyOutcome.Suspect
        ? $"SUSPECT, kept and not chosen by itself: {record.Suspect}"
        : $"{(record.Partial ? "PARTIAL, no recovery point" : record.Snapshot is null ? "FAILED" : "NOT VERIFIED")}: {record.Why}";
}
