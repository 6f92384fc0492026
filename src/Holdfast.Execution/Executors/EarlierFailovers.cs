using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>What failovers before this one left, and whether another may begin beside it.</summary>
public sealed class EarlierFailovers(PlanInForce plan, IRunStore state)
{
    private readonly HashSet<string> _announced = [.. new EpochMemory(state).Entries.Select(e => e.Run)];

    /// <summary>A failover that was cut off must be taken up or given up before another may begin.</summary>
    /// <param name="setAside">Runs out of a repository that the operator says do not go on. Whoever can write there could have made them.</param>
    public void RefuseBesideUnfinished(IReadOnlyCollection<RunSetAside> setAside)
    {
        if (setAside.FirstOrDefault(s => RunOrigin.Of(state, s.Run) is null) is { } ours)
        {
            throw new RunRefusedException(
                $"Failover refused: {ours.Run} did not come out of a repository, so nothing may begin beside it.",
                "\"holdfast run list\" shows the runs. One of this machine is taken up with \"holdfast run resume\", or given up with \"holdfast run abort\".");
        }

        string[] foreign = [.. Names().Where(n => RunOrigin.Of(state, n) is not null && IsInTheWay(n) && !setAside.Any(s => s.Run == n) && Summary(n) is { Began: not null, Ended: null })];
        foreach (var other in Names())
        {
            if (IsInTheWay(other) && Summary(other) is { Began: not null, Ended: null } && !setAside.Any(s => s.Run == other))
            {
                if (RunOrigin.Of(state, other) is { } origin)
                {
                    throw new RunRefusedException(
                        $"Failover refused: {other}, from {origin.Repository}, has not ended; this machine does not lead it, and cannot tell whether it ever was.",
                        $"If you know that {(foreign.Length == 1 ? "it goes" : "they go")} on nowhere: {string.Join(' ', foreign.Select(f => $"--beside {f}"))} --because \"how you know\". To take it up, after reading what it runs: \"holdfast run resume {other}\".");
                }

                throw new RunRefusedException(
                    $"Failover refused: {other} was cut off and has not ended.",
                    $"Take it up with \"holdfast run resume {other}\", or give it up with \"holdfast run abort {other}\".");
            }
        }
    }

    /// <summary>The failover that is under way, or was cut off and has neither been taken up nor given up; null: there is none.</summary>
    public string? Unfinished() => state.HolderOf(RunName.Word(RunKind.Failover)) is { IsAlive: true } running
        ? running.Holder
        : Names().FirstOrDefault(n => IsInTheWay(n) && Known(n) is not { Ended: not null });

    /// <summary>
    /// Unfinished failovers out of repositories of which no record of who is active counts: whoever can write there can make any number of them, so they are
    /// set aside together and told once.
    /// </summary>
    /// <returns>A sentence; null: there is none.</returns>
    public string? Unproven(IReadOnlyCollection<RunSetAside> setAside)
    {
        string[] runs = [.. Names().Where(n => !IsInTheWay(n) && !setAside.Any(s => s.Run == n) && Known(n) is { Ended: null })];
        return runs.Length == 0 ? null
            : $"{(runs.Length == 1 ? "One unfinished failover" : $"{runs.Length} unfinished failovers")} came out of a repository, and no record that counts says that {(runs.Length == 1 ? "it ever led" : "any of them ever led")}, "
                + $"so {(runs.Length == 1 ? "it is" : "they are")} not heeded: {string.Join(", ", runs.Take(MostNamed))}{(runs.Length > MostNamed ? ", ..." : "")}";
    }

    private const int MostNamed = 5;

    /// <summary>What the same plan brought back before is in use: it would be refused to each restore, so better at once and whole.</summary>
    public void RefuseAfterFinished(Loss loss)
    {
        var systems = loss.Recoverable.Select(s => s.Name).ToHashSet();
        foreach (var other in Names().Reverse())
        {
            if (IsInTheWay(other)
                && Summary(other) is { Began: { } began, Ended: { Outcome: not RunOutcome.Abandoned } ended }
                && began.PlanHash == plan.Hash
                && began.Systems.Any(systems.Contains)
                && DidSomething(other))
            {
                throw new RunRefusedException(
                    $"Failover refused: {other} was a failover of this plan and ended {(ended.Outcome == RunOutcome.Recovered ? "recovered" : "partly recovered")}.",
                    (ended.CanBeTakenUp
                        ? $"To try again what failed in it: \"holdfast run resume {other}\". "
                        : "")
                    + "If what it brought back is lost or not needed, stop it, move its data away and say --again.");
            }
        }
    }

    /// <summary>Whether a step of it was done: one of which nothing was, since no point could be read perhaps, left nothing that is in use.</summary>
    private bool DidSomething(string run) => StoredJournal.Read(state, run).Events.Any(e => e is StepSucceeded or DoubtSettled { Happened: true });

    /// <summary>What a later failover brought back runs now: a run that has ended must not start the services of before beside it.</summary>
    public void RefuseBehindLater(string run, RunBegan began)
    {
        foreach (var later in Names().Where(n => string.CompareOrdinal(n, run) > 0 && IsInTheWay(n)))
        {
            var summary = Summary(later);
            if (summary.Ended?.Outcome != RunOutcome.Abandoned && summary.Began?.Systems.FirstOrDefault(began.Systems.Contains) is { } system)
            {
                throw new RunRefusedException(
                    $"{run} is not taken up: {later} brought {system} back after it.", $"Take that one up with \"holdfast run resume {later}\".");
            }
        }
    }

    /// <summary>A failover of another machine, of which this one has no journal: only the repositories tell of it.</summary>
    public void RefuseBesideOthers(EpochRecord epochs, IEnumerable<ProtectedSystem> systems)
    {
        var here = state.RunNames().ToHashSet();
        foreach (var system in systems)
        {
            if (epochs.MovedFrom(system.RunsOn, system.Name) is { } move && RunName.IsFailover(move.Run) && !here.Contains(move.Run))
            {
                throw new RunRefusedException(
                    $"Failover refused: {system.Name} was failed over to {move.Host} by {move.Run}{(move.Leader.Length == 0 ? "" : $" of {move.Leader}")}, begun {move.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, on another machine or with another state folder.",
                    "Go on with that one, where it is. If it was given up, or what it brought back is lost: --again. "
                        + $"If there never was such a failover: --ignore {move.Snapshot[..Math.Min(IgnoredSnapshot.ShortestId, move.Snapshot.Length)]} --because REASON.");
            }
        }
    }

    /// <summary>Failovers that lead one of the systems and of which this machine does not know that they ended.</summary>
    public IEnumerable<Move> MayStillRun(EpochRecord epochs, IEnumerable<ProtectedSystem> systems) => systems
        .Select(s => epochs.MovedFrom(s.RunsOn, s.Name)).OfType<Move>()
        .Where(m => RunName.IsFailover(m.Run) && !(state.RunNames().Contains(m.Run) && Known(m.Run) is { Ended: not null }))
        .DistinctBy(m => m.Run);

    /// <summary>Whether this machine knows that the run was given up.</summary>
    public bool WasGivenUp(string run)
    {
        try
        {
            return state.RunNames().Contains(run) && RunSummary.Of(StoredJournal.Read(state, run).Events).Ended is { Outcome: RunOutcome.Abandoned };
        }
        catch (JournalDamagedException)
        {
            return false;
        }
    }

    /// <exception cref="RunRefusedException">Its journal is damaged, so no one knows whether it ended.</exception>
    private RunSummary Summary(string run)
    {
        try
        {
            return RunSummary.Of(StoredJournal.Read(state, run).Events);
        }
        catch (JournalDamagedException e)
        {
            throw new RunRefusedException(
                $"Failover refused: the journal of {run} is damaged, so it cannot be told whether it has ended: {e.Message}",
                $"Find out by \"holdfast evidence list\" and on the hosts; when it has ended, move {state.PlaceOf(StoreNames.FolderOf(run))} away.");
        }
    }

    /// <summary>A run of this machine, or one that is known by a record of who is active: where the organization signs, by one that is believed.</summary>
    private bool IsInTheWay(string run) => RunOrigin.Of(state, run) is null || _announced.Contains(run);

    /// <returns>Null: its journal is damaged.</returns>
    private RunSummary? Known(string run)
    {
        try
        {
            return RunSummary.Of(StoredJournal.Read(state, run).Events);
        }
        catch (JournalDamagedException)
        {
            return null;
        }
    }

    private IEnumerable<string> Names() => state.RunNames().Where(RunName.IsFailover);
}
