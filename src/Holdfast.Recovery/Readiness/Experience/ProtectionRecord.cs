namespace Holdfast.Recovery.Readiness.Experience;

/// <summary>One copy of a system that one repository got, as the protecting side recorded it.</summary>
/// <param name="TakenAt">The moment that the copy shows.</param>
/// <param name="VerifiedAt">When level 2 was reached; null: it never was, and the copy counts for nothing.</param>
/// <param name="Partial">Files were missed: no recovery point.</param>
public sealed record ProtectionRecord(
    string System,
    string Repository,
    string? Snapshot,
    DateTimeOffset TakenAt,
    DateTimeOffset? VerifiedAt,
    long Bytes,
    long Added,
    bool Partial,
    string? Why)
{
    public bool Counts => Snapshot is not null && VerifiedAt is not null && !Partial;
}
