using System.Collections.Immutable;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic;
using Holdfast.Restic.Operations.Checks;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>What reading all that a repository holds came to.</summary>
/// <param name="Damaged">The points that can't be brought back whole from it, with what they lack.</param>
public sealed record FullReading(string Repository, CheckReport Report, ImmutableArray<LostCopy> Damaged)
{
    public bool IsGood => Report.IsGood && Damaged.IsEmpty && Unremembered is null;

    /// <summary>Why what was found is not remembered; null: it is.</summary>
    public string? Unremembered { get; init; }

    /// <summary>Reads everything, and remembers when, and which points are damaged. Locks nothing, so that it holds up no copy.</summary>
    public static async Task<FullReading> RunAsync(
        IRunStore state, string name, Repository repository, TimeProvider clock, IProgress<CheckProgress>? progress, CancellationToken cancellationToken) =>
        await RememberAsync(
            state, name, repository, await repository.CheckAsync(new(ReadData: true, NoLock: true), progress, cancellationToken), clock.GetUtcNow(), clock, cancellationToken);

    /// <summary>Remembers what a check found.</summary>
    /// <param name="readSince">Everything was read at that time or later; null: it read a part, and others were not read yet.</param>
    public static async Task<FullReading> RememberAsync(
        IRunStore state, string name, Repository repository, CheckReport report, DateTimeOffset? readSince, TimeProvider clock, CancellationToken cancellationToken)
    {
        var all = (await repository.ReadableSnapshotsAsync(cancellationToken)).ToLookup(s => Tags.IsOfASystem(s.Tags));
        Snapshot[] points = [.. all[true]];
        var broken = report.BrokenPacks.Select(p => p.ToString()).ToHashSet(StringComparer.Ordinal);
        // What is missing is seen by every look, and is not remembered: it may come back. What is damaged is seen only by reading it.
        var missing = await repository.LostAsync(points, ImmutableHashSet<string>.Empty, cancellationToken);
        var lost = broken.Count == 0 ? missing : await repository.LostAsync(points, broken, cancellationToken);
        if (broken.Count > 0 && (await repository.LostAsync([.. all[false]], broken, cancellationToken)).Count > 0)
        {
            KeptState.Forget(repository, state);
        }

        var now = clock.GetUtcNow();
        var unremembered = ProtectionLog.TryAppend(
            state,
            [
                .. points.Where(p => lost.ContainsKey(p.Id) && !missing.ContainsKey(p.Id)).DistinctBy(p => p.Id).Select(p => Found(p, lost[p.Id])),
                .. readSince is { } since && report.IsGood && lost.Count == 0 ? points.Select(p => Tags.SystemOf(p.Tags)!).Distinct().Select(system => Read(system, since)) : [],
            ]);
        return new(
            name, report, [.. points.Where(p => lost.ContainsKey(p.Id)).DistinctBy(p => p.Id).Select(p => new LostCopy(Tags.SystemOf(p.Tags)!, name, p.Id.ToString(), p.Time, lost[p.Id]))])
        {
            Unremembered = unremembered,
        };

        ProtectionRecord Found(Snapshot point, string why) =>
            new(Tags.SystemOf(point.Tags)!, name, point.Id.ToString(), point.Time, null, 0, 0, false, why) { DamagedAt = now, DamagedPacks = [.. broken] };

        ProtectionRecord Read(string system, DateTimeOffset since) => new(system, name, null, now, null, 0, 0, false, null) { ReadAt = since };
    }
}
