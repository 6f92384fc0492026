using System.Collections.Immutable;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Queries;

namespace Holdfast.Cli.Runs;

/// <summary>The points of a system in a row: each moment once, with its copies, what was recorded of it and what is new in it.</summary>
/// <param name="Moments">As they are taken for a recovery, the first one first: nearly always the newest.</param>
internal sealed record PointTimeline(ProtectedSystem System, ImmutableArray<PointMoment> Moments)
{
    /// <summary>Every copy.</summary>
    public IEnumerable<KnownPoint> All => Moments.SelectMany(m => m.Copies).Select(c => c.Point);

    /// <param name="records">Each with what was said later about the same copy.</param>
    public static PointTimeline Of(ProtectedSystem system, IReadOnlyList<KnownPoint> points, IEnumerable<ProtectionRecord> records)
    {
        var known = records.Where(r => r.System == system.Name && r.Snapshot is not null).ToLookup(r => (r.Repository, r.Snapshot!));
        PointMoment[] moments =
        [
            .. points.GroupBy(p => p.Point.TakenAt).Select(moment => new PointMoment(
                moment.Key, [.. moment.Select(p => new PointCopy(p, [.. known[(p.Point.Repository, p.Point.Snapshot)]]))])),
        ];
        return new(system, [.. moments.Select(m => m with
        {
            Before = moments.Where(o => o.TakenAt < m.TakenAt && o.IsWhole).MaxBy(o => o.TakenAt),
            TablesBefore = moments.Where(o => o.TakenAt < m.TakenAt && o.Tables is not null).MaxBy(o => o.TakenAt)?.Tables,
        })]);
    }

    /// <summary>The same with what is new in each, by the trees of a repository that has it and the one before.</summary>
    public async Task<PointTimeline> WithChangesAsync(RepositorySet repositories, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<string, SnapshotContent>();
        var moments = ImmutableArray.CreateBuilder<PointMoment>();
        foreach (var moment in Moments)
        {
            moments.Add(moment.Before is null ? moment : moment with { Changes = await ChangesAsync(moment, moment.Before) });
        }

        return this with { Moments = moments.ToImmutable() };

        async Task<PointChanges> ChangesAsync(PointMoment moment, PointMoment before)
        {
            var why = "no repository has both";
            foreach (var (now, then) in moment.Copies.Join(before.Copies, c => c.Point.Point.Repository, c => c.Point.Point.Repository, (now, then) => (now.Point.Point, then.Point.Point)))
            {
                try
                {
                    if (!contents.TryGetValue(now.Repository, out var content))
                    {
                        contents[now.Repository] = content = await repositories.Open[now.Repository].LookAsync(cancellationToken);
                    }

                    return new(await FileChanges.BetweenAsync(content, await TreeAsync(content, then.Repository, then.Snapshot), await TreeAsync(content, now.Repository, now.Snapshot), cancellationToken), null);
                }
                catch (RepositoryException e)
                {
                    why = e.Message; // Another repository may have both whole.
                }
            }

            return new(null, why);
        }

        Task<Restic.Format.BlobId> TreeAsync(SnapshotContent content, string repository, string snapshot) =>
            content.FolderAsync(repositories.SnapshotsIn(repository).First(s => s.Id.ToString() == snapshot), "/" + System.Name, cancellationToken);
    }
}

/// <summary>A moment that copies show.</summary>
internal sealed record PointMoment(DateTimeOffset TakenAt, ImmutableArray<PointCopy> Copies)
{
    /// <summary>The whole one before it; null: there is none.</summary>
    public PointMoment? Before { get; init; }

    /// <summary>Null: nobody looked.</summary>
    public PointChanges? Changes { get; init; }

    public bool IsWhole => Copies.Any(c => !c.Point.IsPartial);

    public long? Bytes => Copies.Select(c => c.Point.Point.Bytes).FirstOrDefault(b => b is not null);

    public long? Files => Recorded(r => r.Files);

    /// <summary>How many bytes the data itself said are in use: of a database less than its file is long.</summary>
    public long? InUse => Recorded(r => r.Held);

    /// <summary>How many bytes were stored for it, in the repository that needed the most.</summary>
    public long? Stored => Copies.SelectMany(c => c.Records).Select(r => (long?)r.Added).Max();

    /// <summary>Files of the last good copy that it has neither by name nor by content.</summary>
    public long? Gone => Recorded(r => r.Gone);

    public long? Emptied => Recorded(r => r.Emptied);

    /// <summary>Of a database, the tables that hold rows; null: the same as before it, or not known.</summary>
    public ImmutableArray<string>? Tables => Copies.SelectMany(c => c.Records).Select(r => r.Tables).FirstOrDefault(t => t is not null);

    /// <summary>Those of the newest point before it of which they are known.</summary>
    public ImmutableArray<string>? TablesBefore { get; init; }

    public IReadOnlyList<string> NewTables => Tables is { } now && TablesBefore is { } before ? [.. now.Except(before)] : [];

    public IReadOnlyList<string> GoneTables => Tables is { } now && TablesBefore is { } before ? [.. before.Except(now)] : [];

    private long? Recorded(Func<ProtectionRecord, long?> of) => Copies.SelectMany(c => c.Records).Select(of).FirstOrDefault(v => v is not null);
}

/// <summary>A copy, and every line that was recorded of it.</summary>
internal sealed record PointCopy(KnownPoint Point, ImmutableArray<ProtectionRecord> Records)
{
    public bool IsSuspect => Point.WhyNot is not null && (Records.Any(r => r.IsSuspect) || Point.WhyNot.StartsWith("suspect", StringComparison.Ordinal));

    public bool IsDamaged => Point.IsLastResort || (Point.WhyNot is not null && Records.Any(r => r.DamagedAt is not null));

    /// <summary>What it is worth, in a word or two.</summary>
    public string Standing =>
        Point.WhyNot is null ? (Point.VerifiedAt is null ? "not read back" : "read back") + (Point.IsUntold ? ", NOT SIGNED" : "")
        : Point.IsPartial ? "NOT COUNTED, PARTIAL"
        : IsSuspect ? "NOT COUNTED, SUSPECT"
        : IsDamaged ? "NOT COUNTED, DAMAGED"
        : "NOT COUNTED";
}

/// <param name="Counted">Null: it cannot be said.</param>
/// <param name="WhyNot">Why it cannot.</param>
internal sealed record PointChanges(FileChanges? Counted, string? WhyNot);
