namespace Holdfast.Execution.Repositories;

/// <summary>An operator said that the record of an epoch counts for nothing.</summary>
/// <param name="Snapshot">How the record's id begins.</param>
public sealed record IgnoredEpoch(string Snapshot, string Because, string By, DateTimeOffset At)
{
    /// <summary>Shorter ones could mean another record tomorrow.</summary>
    public const int ShortestId = 8;

    public bool Means(EpochEntry entry) => Snapshot.Length >= ShortestId && entry.Snapshot.StartsWith(Snapshot, StringComparison.OrdinalIgnoreCase);
}
