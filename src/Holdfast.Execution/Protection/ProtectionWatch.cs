using Holdfast.Execution.Plans;
using Holdfast.Execution.Journals;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;

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

    /// <param name="first">Disposed by the caller; the rounds after it are the watch's own.</param>
    /// <returns>The newest record of each system in each repository, when the watch was interrupted.</returns>
    public async Task<IReadOnlyCollection<ProtectionRecord>> KeepAsync(ProtectionRound first, CancellationToken cancellationToken)
    {
        var now = context.Clock.GetUtcNow();
        var due = new PriorityQueue<ProtectedSystem, DateTimeOffset>(first.Active.Select(s => (s, now)));
        events.Note($"Protecting {due.Count} systems as {context.Plan.Origin} asks; Ctrl-C ends it.");
        var round = first;
        try
        {
            while (true)
            {
                await ProtectUntilAsync(context.Clock.GetUtcNow() + LookAgain, due, round, cancellationToken);
                await round.KeepStateAsync(cancellationToken);
                var next = await ProtectionRound.OpenAsync(context, events, systems, activeHere: false, cancellationToken);
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

    private async Task ProtectUntilAsync(
        DateTimeOffset end, PriorityQueue<ProtectedSystem, DateTimeOffset> due, ProtectionRound round, CancellationToken cancellationToken)
    {
        while (due.TryPeek(out var system, out var at))
        {
            var until = at < end ? at : end;
            if (until - context.Clock.GetUtcNow() is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, context.Clock, cancellationToken);
            }

            if (context.Clock.GetUtcNow() >= end)
            {
                return;
            }

            due.Dequeue();
            var began = context.Clock.GetUtcNow();
            foreach (var record in await round.ProtectAsync(system, cancellationToken))
            {
                _newest[(record.System, record.Repository)] = record;
            }

            // From the beginning, not the end: the schedule says how old a point may get. A copy that takes longer is taken again at once.
            due.Enqueue(system, began + system.Protection!.Every); // Only protected systems are chosen.
        }
    }
}
