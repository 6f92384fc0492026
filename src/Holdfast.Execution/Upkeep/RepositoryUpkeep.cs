using System.Collections.Immutable;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;
using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Upkeep;

/// <summary>Carries out what the plan says of copies that are there: how long they are kept, and how often they are read back.</summary>
/// <param name="wish">What is to be done of it.</param>
public sealed class RepositoryUpkeep(PlanContext context, RepositorySet repositories, UpkeepWish wish, Action<string> warn)
{
    /// <summary>A copy that is being made lets go of its lock within that, mostly.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(2);

    private readonly UpkeepMemory _memory = new(context.State);
    private readonly DateTimeOffset _now = context.Clock.GetUtcNow();

    /// <summary>In every repository that is open, one after the other. What fails in one is in its report, and the others go on.</summary>
    public async Task<ImmutableArray<UpkeepReport>> RunAsync(CancellationToken cancellationToken)
    {
        if (!wish.DryRun)
        {
            await repositories.UnlockAsync(warn, cancellationToken); // One that was killed at it would keep every copy out.
        }

        var epochs = repositories.EpochsBy(context.State);
        var clock = await ClockDoubt.OfAsync(repositories.Open, context.State, _now, cancellationToken);
        if (clock.Doubt is { } doubt)
        {
            warn($"{doubt}. One of the clocks is wrong, so nothing is removed.{clock.Cure}");
        }

        var all = ImmutableArray.CreateBuilder<UpkeepReport>();
        foreach (var (name, repository) in repositories.Open)
        {
            if (IsQuiet(name))
            {
                continue;
            }

            // What is due is read first: what it finds damaged takes nobody's place, and where it could not be read nothing is given up.
            var report = await TryAsync(new(name, [], 0, 0, 0, 0, [], 0, []), r => ReadAsync(r, repository, cancellationToken), cancellationToken);
            if (!report.Problems.IsEmpty)
            {
                report = !IsKept(name) ? report : report with { Problems = report.Problems.Add("nothing was removed, because what was due could not be read back") };
            }
            else if (clock.Doubt is not null)
            {
                report = IsKept(name) ? report with { Problems = report.Problems.Add("nothing was removed, because one of the clocks is wrong") } : report;
            }
            else if (!IsQuiet(name) && await wish.WhyNothingGoes(cancellationToken) is null)
            {
                report = report with { Points = Decide(context.Plan.Plan.RepositoryNamed(name), repository, epochs) };
                report = await TryAsync(report, r => RemoveAsync(r, repository, cancellationToken), cancellationToken);
                report = report.Problems.IsEmpty ? report : await TryAsync(report, r => WithRoomAsync(r, repository, cancellationToken), cancellationToken);
            }

            all.Add(report);
        }

        if (!wish.DryRun)
        {
            OldRecords.Drop(context.State, repositories, context.Plan.Plan.Repositories.Select(r => r.Name), _now);
        }

        // Of those that are left alone, too: what is not known for days cannot be foreseen.
        var rooms = RoomOutlook.Of(context.Plan.Real(), repositories, context.State, _now, remember: !wish.DryRun);
        return [.. all.Select(report => report with { Room = rooms.FirstOrDefault(r => r.Room.Repository == report.Repository) })];
    }

    /// <summary>Whether the plan wants nothing of it done now by itself. What a person asks for is done.</summary>
    private bool IsQuiet(string repository) => wish.IsByItself && context.Plan.Plan.RepositoryNamed(repository).NotBetween?.EndAt(context.Clock.GetUtcNow()) is not null;

    /// <summary>Whether the plan says of any system how long its copies there are kept.</summary>
    private bool IsKept(string repository) => context.Plan.Plan.Systems.Any(s => s.Protection is { Keep: not null } protection && protection.To.Contains(repository));

    /// <summary>What goes is decided before anything is removed, from what the repository listed when it was opened: what came since stays.</summary>
    private ImmutableArray<KeptPoints> Decide(RepositoryPlace place, Repository repository, EpochRecord epochs)
    {
        var keeping = new Keeping(_now, context.Clock.LocalTimeZone, NeededPoints.In(context.State));
        var history = KeptHistory.In(context.State);
        var points = new RecoveryPoints(repositories, history.Copies, epochs, PointWish.None, notAfter: null, _now, new(PlanIndex.Of(context.Plan.Plan), history));
        var records = history.Copies.Where(c => c.Repository == place.Name && c.Snapshot is not null).ToLookup(c => c.Snapshot!, StringComparer.Ordinal);
        var snapshots = repositories.SnapshotsIn(place.Name).DistinctBy(s => s.Id).ToDictionary(s => s.Id.ToString(), StringComparer.Ordinal);
        var seen = new SeenCopies(context.State, repository.Id).Look([.. snapshots.Values.Where(s => Tags.IsOfASystem(s.Tags))], records.Contains, _now, remember: !wish.DryRun);
        var madeHere = SeenCopies.MadeHere(context.State);
        var ignored = new EpochMemory(context.State).Ignored;
        var readSince = new RollingReading(context.State, place.Name, repository, context.Clock).WholeSince;
        return
        [
            .. from system in context.Plan.Plan.Systems
               where system.Protection?.To.Contains(place.Name) == true
               where epochs.MovedFrom(system.RunsOn, system.Name) is null // Where it is active now its copies are looked after.
               let all = points.All(system).Where(p => p.Point.Repository == place.Name).ToArray()
               let highest = CopyNumbers.HighestIn(history.Copies.Where(c => c.System == system.Name))
               let full = all.Where(p => IsFull(p)).Select(p => p.Point.TakenAt).DefaultIfEmpty().Max()
               let stored = all.Select(p => new StoredPoint(
                   snapshots[p.Point.Snapshot],
                   records.Contains(p.Point.Snapshot),
                   IsGood(p) && (IsFull(p) || p.Point.TakenAt <= full),
                   records[p.Point.Snapshot].Select(r => r.Sequence).Where(n => n <= highest).DefaultIfEmpty().Max())
               {
                   Seen = madeHere(p.Point.Snapshot) ? null : seen.GetValueOrDefault(p.Point.Snapshot),
                   IsSetAside = ignored.Any(i => i.Means(p.Point.Snapshot)),
               }).ToArray()
               where stored.Length > 0
               select keeping.Of(
                   system, place, stored, epochs.Moves.TryGetValue(system.Name, out var move) ? move.At : null, system.Protection?.VerifyEvery is null ? null : readSince),
        ];

        // The tag was written with the copy and cannot be taken off it; records can be rewritten by whoever has their machine.
        bool IsGood(KnownPoint point) => point is { WhyNot: null, VerifiedAt: not null, IsUntold: false }
            && (!snapshots[point.Point.Snapshot].Tags.Contains(CaptureOrder.SuspectTag)
                || (madeHere(point.Point.Snapshot) && records[point.Point.Snapshot].Any(r => r.Accepted is not null)));

        // One that holds less than the system did is in doubt until someone says that this is right, or a later one is full again.
        bool IsFull(KnownPoint point) => IsGood(point) && !records[point.Point.Snapshot].Any(r => r.HasShrunk);
    }

    private async Task<UpkeepReport> RemoveAsync(UpkeepReport report, Repository repository, CancellationToken cancellationToken)
    {
        var records = KeptRecords.Superseded(repositories.SnapshotsIn(report.Repository), KeptState.ToldTo(repository, context.State), _now);
        string[] going = [.. report.Points.SelectMany(p => p.Remove).Select(p => p.Snapshot), .. records.Select(s => s.Id.ToString())];
        report = report with { Records = records.Length };
        var before = _memory.Of(repository.Id);
        if (going.Length == 0 && !before.Unpruned)
        {
            return report;
        }

        if (wish.DryRun)
        {
            return report with { Removed = going.Length, FreedBytes = await FreedByAsync(repository, going, cancellationToken) };
        }

        if (_now - before.At is { } since && since >= TimeSpan.Zero && since < wish.RemoveEvery)
        {
            return report with { Points = [], Records = 0 };
        }

        // Written down first: whoever is killed in between frees the space the next time.
        _memory.Remember(repository.Id, new(before.At, Unpruned: true));
        var (removed, notRemoved) = (0, 0);
        if (going.Length > 0)
        {
            var forgotten = await repository.ForgetAsync(
                new() { Named = going, LockPatience = LockPatience }, null, null, null, cancellationToken);
            (removed, notRemoved) = (forgotten.Removed.Count, forgotten.NotRemoved.Count);
        }

        return await TryAsync(report with { Removed = removed, NotRemoved = notRemoved }, r => PruneAsync(r, repository, cancellationToken), cancellationToken);
    }

    /// <summary>A full disk is freed by removing, and removing needs some room: how much, and what it would bring.</summary>
    private async Task<UpkeepReport> WithRoomAsync(UpkeepReport report, Repository repository, CancellationToken cancellationToken)
    {
        var world = context.Plan.Real();
        var needed = RepositoryRoom.NeededToRemove(world.AddressOf(context.Plan.Plan.RepositoryNamed(report.Repository)).At);
        if (RepositoryRoom.Of(world, repositories).FirstOrDefault(r => r.Repository == report.Repository) is not { } room || room.FreeBytes >= needed)
        {
            return report;
        }

        string[] going = [.. report.Points.SelectMany(p => p.Remove).Select(p => p.Snapshot)];
        return report with { NoRoom = new(room.FreeBytes, needed, going.Length, await FreedByAsync(repository, going, cancellationToken)) };
    }

    private async Task<UpkeepReport> PruneAsync(UpkeepReport report, Repository repository, CancellationToken cancellationToken)
    {
        var pruned = await repository.PruneAsync(new() { LockPatience = LockPatience }, null, null, cancellationToken);
        _memory.Remember(repository.Id, new(_now, Unpruned: pruned.NotRemoved.Count > 0));
        return report with { NotRemoved = report.NotRemoved + pruned.NotRemoved.Count, FreedBytes = pruned.Plan.Counts.RemoveTotalBytes };
    }

    private static async Task<long> FreedByAsync(Repository repository, string[] going, CancellationToken cancellationToken) => going.Length == 0
        ? (await repository.PruneAsync(new() { DryRun = true, NoLock = true }, null, null, cancellationToken)).Plan.Counts.RemoveTotalBytes
        : (await repository.ForgetAsync(
            new() { Named = going, DryRun = true, NoLock = true, Prune = new() }, null, null, null, cancellationToken))
            .Prune?.Plan.Counts.RemoveTotalBytes ?? 0;

    private async Task<UpkeepReport> ReadAsync(UpkeepReport report, Repository repository, CancellationToken cancellationToken)
    {
        var protections = context.Plan.Plan.Systems.Select(s => s.Protection).OfType<Recovery.Plans.Protection>().Where(p => p.To.Contains(report.Repository) && p.VerifyEvery is not null).ToArray();
        var snapshots = repositories.SnapshotsIn(report.Repository).Where(s => Tags.IsOfASystem(s.Tags)).ToArray();
        if (protections.Length == 0 || snapshots.Length == 0)
        {
            return report;
        }

        var today = DateOnly.FromDateTime(_now.UtcDateTime);
        var reading = new RollingReading(context.State, report.Repository, repository, context.Clock);
        var due = reading.Due(protections.Select(p => p.VerifyEvery!.Value).MinBy(every => every.From(today)), snapshots.Min(s => s.Time));
        report = report with { PartsDue = due.Length };
        foreach (var part in wish.DryRun ? [] : due)
        {
            if (IsQuiet(report.Repository))
            {
                break; // The rest comes when it may.
            }

            report = report with { Readings = report.Readings.Add(PartReading.Of(await reading.ReadAsync(part, cancellationToken))) };
        }

        return report;
    }

    private static async Task<UpkeepReport> TryAsync(UpkeepReport report, Func<UpkeepReport, Task<UpkeepReport>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(report);
        }
        catch (RepositoryException e) when (!cancellationToken.IsCancellationRequested)
        {
            return report with { Problems = report.Problems.Add(e.Failure.OneLine) };
        }
    }
}

/// <summary>What of the upkeep is to be done.</summary>
/// <param name="WhyNothingGoes">Asked right before copies that the plan does not keep are removed; null: they may be. Whoever answers tells it.</param>
/// <param name="DryRun">Nothing is done; what would be is in the report.</param>
/// <param name="RemoveEvery">So soon after the last time nothing is removed; zero: it is asked for now.</param>
public sealed record UpkeepWish(Func<CancellationToken, Task<string?>> WhyNothingGoes, bool DryRun, TimeSpan RemoveEvery)
{
    /// <summary>Nobody asked for it: the plan's hours are kept.</summary>
    public bool IsByItself { get; init; }
}
