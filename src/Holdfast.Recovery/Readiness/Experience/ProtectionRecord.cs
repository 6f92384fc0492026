using System.Collections.Immutable;

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
    /// <summary>
    /// The copies of one capture have one number, one more than the highest that the machine knew of the system's: which is newer is said by it where the
    /// organization signs, whatever clocks said. 0: not recorded.
    /// </summary>
    public long Sequence { get; init; }

    /// <summary>Far more than there ever are, and far from where a number ends.</summary>
    public const long HighestSequence = 1L << 40;

    /// <summary>When something found that it is damaged: a restore, a check. Null: nothing did.</summary>
    public DateTimeOffset? DamagedAt { get; init; }

    /// <summary>Not a copy but a reading: when everything that the repository holds of the system was read and found good.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The packs that were found damaged, by name.</summary>
    public ImmutableArray<string> DamagedPacks { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>
    /// Why what it holds is probably not what the system should hold: too little of it, or replaced all at once. The copy is kept and is
    /// never chosen by itself. Null: nothing says so.
    /// </summary>
    public string? Suspect { get; init; }

    /// <summary>Why an operator took it for good although it is suspect or holds less than the system did; null: no one did.</summary>
    public string? Accepted { get; init; }

    /// <summary>What is wrong with it although it counts; told until a copy without it is taken.</summary>
    public ImmutableArray<string> Warnings { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Those of the warnings that say that it holds less than the system did.</summary>
    public ImmutableArray<string> Shrunk { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>The tables of a database that hold rows; null: the same as before it, or not known.</summary>
    public ImmutableArray<string>? Tables { get; init; }

    /// <summary>How many files it holds; null: not recorded.</summary>
    public long? Files { get; init; }

    /// <summary>How many bytes the data itself says are in use; null: not recorded.</summary>
    public long? Held { get; init; }

    /// <summary>How much of the last good copy's files it has not, or under other names: from 0 to 1. Null: there was nothing to compare.</summary>
    public double? Changed { get; init; }

    /// <summary>How many files of the last good copy it has neither by name nor by content; null: there was nothing to compare.</summary>
    public long? Gone { get; init; }

    /// <summary>How many files that had content then are empty now; null: there was nothing to compare.</summary>
    public long? Emptied { get; init; }

    /// <summary>What the plan said the data is; a copy of something else is not held against this one.</summary>
    public string? Data { get; init; }

    /// <summary>Where it was taken.</summary>
    public string? Host { get; init; }

    /// <summary>The name of the machine that took it; null: not recorded.</summary>
    public string? Machine { get; init; }

    /// <summary>The file systems on which the data was, by where each is mounted.</summary>
    public ImmutableArray<string> Mounts { get; init; } = [];

    /// <summary>Whether it must not be chosen without an operator's word.</summary>
    public bool IsSuspect => Suspect is not null && Accepted is null;

    /// <summary>Whether it is a recovery point: kept, whole, read back and not suspect.</summary>
    public bool Counts => Snapshot is not null && VerifiedAt is not null && !Partial && !IsSuspect;

    /// <summary>Whether it holds less than the system did, and no operator said that this is right. It counts, and is not what the next is held against.</summary>
    public bool HasShrunk => !Shrunk.IsEmpty && Accepted is null;

    /// <summary>What is still to be put right: what an operator accepted is not.</summary>
    public IEnumerable<string> OpenWarnings => Accepted is null ? Warnings : Warnings.Except(Shrunk);

    public CopyOutcome Outcome =>
        Counts ? OpenWarnings.Any() ? CopyOutcome.Warned : CopyOutcome.Counted
        : Snapshot is not null && IsSuspect && !Partial ? CopyOutcome.Suspect
        : CopyOutcome.None;

    /// <summary>
    /// The records with what was said later about the same copy: an acceptance is a second record of it, and holds whichever of the two
    /// comes first.
    /// </summary>
    public static ImmutableArray<ProtectionRecord> Settled(IEnumerable<ProtectionRecord> records)
    {
        ImmutableArray<ProtectionRecord> all = [.. records];
        var accepted = new Dictionary<(string, string, string), string>();
        foreach (var record in all.Where(r => r is { Snapshot: not null, Accepted: not null }))
        {
            accepted[(record.System, record.Repository, record.Snapshot!)] = record.Accepted!;
        }

        var first = all.Where(r => r is { Accepted: null, DamagedAt: null }).Select(r => (r.System, r.Repository, r.Snapshot)).ToHashSet();
        return accepted.Count == 0
            ? all
            : [.. all
                .Where(r => r.Accepted is null || !first.Contains((r.System, r.Repository, r.Snapshot)))
                .Select(r => r.Snapshot is { } id && accepted.TryGetValue((r.System, r.Repository, id), out var why) ? r with { Accepted = why } : r)];
    }
}
