namespace Holdfast.Execution.Repositories;

/// <summary>An operator said that what a snapshot of Holdfast's own holds counts for nothing: the record of a failover, records of copies, codes, a plan.</summary>
/// <param name="Snapshot">How the record's id begins.</param>
public sealed record IgnoredSnapshot(string Snapshot, string Because, string By, DateTimeOffset At)
{
    /// <summary>Shorter ones could mean another record tomorrow.</summary>
    public const int ShortestId = 8;

    public bool Means(EpochEntry entry) => Means(entry.Snapshot);

    /// <param name="snapshot">An id, whole.</param>
    public bool Means(string snapshot) => Snapshot.Length >= ShortestId && snapshot.StartsWith(Snapshot, StringComparison.OrdinalIgnoreCase);
}
