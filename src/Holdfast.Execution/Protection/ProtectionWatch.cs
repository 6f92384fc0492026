using Holdfast.Execution.Contexts;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Protection;

/// <summary>
/// Keeps the plan's schedule until interrupted. Every minute it looks at the repositories anew: one that was out of reach is taken into
/// use with the plan and the journals, and a failover to another host ends the protection here.
/// </summary>
public sealed class ProtectionWatch(PlanContext context, ProtectionEvents events, ProtectedSystem[] systems)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>The newest of each system in each repository: a watch may last for years.</summary>
    private readonly SortedDictionary<(string, string), ProtectionRecord> _newest = [];

    /// <summary>Systems whose copies come later than the plan asks, until they come in time again.</summary>
    private readonly HashSet<string> _late = [];

    /// <param name="first">Disposed by the caller; the rounds after it are the watch's own.</param>
    /// <param name="handOver">Asks it to end as soon as no copy is under way: another goes on.</param>
    /// <returns>The newest record of each system in each repository, when the watch was interrupted or handed over.</returns>
    public async Task<IReadOnlyCollection<ProtectionRecord>> KeepAsync(ProtectionRound first, CancellationToken cancellationToken, CancellationToken handOver = default)
    {
        var log = ProtectionLog.Read(context.State);
        var due = new DueTimes(context.Clock, context.Plan.Plan, first.Active, s => LastInAll(log, s));
        foreach (var zone in first.Active.SelectMany(s => new[] { s.Protection!.At?.Clock, s.Protection.NotBetween?.Clock }).OfType<ZoneClock>().Where(z => !z.IsKnown).Distinct())
        {
            events.Warn($"this machine does not know the time zone {zone.Name}{(ZoneClock.AreAnyKnown ? "" : ", nor any: it has no time zone data (package tzdata)")}. Times of the day are taken as UTC");
        }

        events.Note($"Protecting {due.Count} systems as {context.Plan.Origin} asks; Ctrl-C ends it.");
        var round = first;
        try
        {
            while (true)
            {
                await ProtectForAMinuteAsync(due, round, cancellationToken, handOver);
                await round.KeepStateAsync(cancellationToken);
                if (handOver.IsCancellationRequested)
                {
                    return _newest.Values;
                }

                var next = await OpenAsync(cancellationToken);
                if (next is null)
                {
                    continue;
                }

                await LeaveAsync(round);
                round = next;
                if (round.Active.Length < due.Count)
                {
                    throw new RunRefusedException(
                        "Protecting ended: systems are active elsewhere since a failover.", "Begin again to protect those that are still active here.");
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await round.KeepStateAsync(CancellationToken.None);
            events.Note("Stopped. What was protected until now stays.");
        }
        finally
        {
            await LeaveAsync(round);
        }

        return _newest.Values;

        ValueTask LeaveAsync(ProtectionRound left) => left == first ? ValueTask.CompletedTask : left.DisposeAsync();
    }

    /// <returns>Null: the repositories could not be looked into this time; the round that is open goes on.</returns>
    private async Task<ProtectionRound?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ProtectionRound.OpenAsync(context, events, systems, activeHere: false, cancellationToken);
        }
        catch (Exception e) when (e is RepositoryException or IOException)
        {
            events.Warn($"the repositories could not be looked into: {e.Message}");
            return null;
        }
    }

    /// <summary>When the newest copy was tried of those that all repositories of the system were to get; null: one of them was never to get any.</summary>
    private static DateTimeOffset? LastInAll(IEnumerable<ProtectionRecord> log, ProtectedSystem system)
    {
        var tried = log.Where(r => r.System == system.Name).ToLookup(r => r.Repository, r => r.TakenAt);
        return system.Protection!.To.All(tried.Contains) ? system.Protection.To.SelectMany(to => tried[to]).Max() : null;
    }

    /// <summary>Once when it begins and once when it is over: a schedule that cannot be kept goes on for long.</summary>
    private void TellOfSchedule(ProtectedSystem system, TimeSpan? lateBy)
    {
        if (lateBy is { } late && _late.Add(system.Name))
        {
            events.Warn($"the schedule of {system.Name} is overrun: a copy comes {ClockDoubt.Difference(late)} later than the plan asks, {system.Protection!.Often(ClockDoubt.Difference)}. "
                + "Copies of all systems of this machine are taken one after the other: ask for fewer, or for less at a time");
        }
        else if (lateBy is null && _late.Remove(system.Name))
        {
            events.Note($"The schedule of {system.Name} is kept again.");
        }
    }

    /// <summary>By the monotonic clock: a date that leaps neither ends it nor draws it out.</summary>
    private async Task ProtectForAMinuteAsync(DueTimes due, ProtectionRound round, CancellationToken cancellationToken, CancellationToken handOver)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handOver);
        var began = context.Clock.GetTimestamp();
        while (true)
        {
            var (system, wait) = due.Next();
            var left = LookAgain - context.Clock.GetElapsedTime(began);
            if ((wait < left ? wait : left) is { Ticks: > 0 } sleep)
            {
                await Task.Delay(sleep, context.Clock, either.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (handOver.IsCancellationRequested || context.Clock.GetElapsedTime(began) >= LookAgain)
            {
                return;
            }

            if (due.Left(system) > TimeSpan.Zero)
            {
                continue; // A timer may be early.
            }

            // From the beginning, not the end: the schedule says how old a point may get. A copy that takes longer is taken again at once.
            TellOfSchedule(system, due.LateBy(system));
            due.Begin(system);
            foreach (var record in await round.ProtectAsync(system, cancellationToken))
            {
                _newest[(record.System, record.Repository)] = record;
            }
        }
    }
}
