namespace Holdfast.Execution.Repositories;

/// <summary>An operator said that what a snapshot of Holdfast's own holds counts for nothing: the record of a failover, records of copies, codes, a plan.</summary>
/// <param name="Snapshot">How the record's id begins.</param>
public sealed record IgnoredSnapshot(string Snapshot, string Because, string By, DateTimeOffset At)
{
    /// <summary>Shorter ones could mean another record tomorrow.</summary>
    public const int ShortestId = 8;

    /// <summary>
    /// Which epoch the record is of, once it was seen: the same epoch in another repository, or as this machine remembers it, counts for as little when
    /// the record itself is out of reach. Null: it was not seen, or is no such record.
    /// </summary>
    public EpochName? Epoch { get; init; }

    public bool Means(EpochEntry entry) => Means(entry.Snapshot) || Epoch == new EpochName(entry.Number, entry.Run);

    /// <param name="snapshot">An id, whole.</param>
    public bool Means(string snapshot) => Snapshot.Length >= ShortestId && snapshot.StartsWith(Snapshot, StringComparison.OrdinalIgnoreCase);
}

/// <summary>An epoch, whichever record tells of it.</summary>
public sealed record EpochName(int Number, string Run);
