using System.Collections.Immutable;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Presentation;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Runs;

/// <summary>The runs that this machine knows, and which of them is meant.</summary>
internal static class Known
{
    /// <summary>The plan that the run follows, byte for byte, from beside its journal.</summary>
    public static PlanInForce PlanOf(IRunStore state, string run)
    {
        var began = RunSummary.Of(StoredJournal.Read(state, run).Events).Began
            ?? throw new RunRefusedException($"{run} was cut off before it began; nothing was done.", "Begin a new failover.");
        var file = state.PlaceOf(StoreNames.PlanOf(run));
        var text = state.ReadDocument(StoreNames.PlanOf(run))
            ?? throw new RunRefusedException(
                $"The plan that {run} follows is not in {state.PlaceOf(StoreNames.FolderOf(run))}.", $"Its SHA-256 is {began.PlanHash}; the repositories keep every version.");
        var plan = PlanInForce.Of(text, Path.Combine(began.PlanFolder, "holdfast.yaml"), file);
        return plan.Hash == began.PlanHash
            ? plan with { Elsewhere = began.Repositories.ToImmutableDictionary(r => r.Name, r => new RepositoryAddress(r.Name, r.At, r.Key)) }
            : throw new RunRefusedException(
                $"{file} is not the plan that {run} began with.", $"Its SHA-256 must be {began.PlanHash}; the repositories keep every version.");
    }

    /// <summary>
    /// The newest failover that is not whole; else the newest at all, for what it started may run no more. One that came out of a repository only if
    /// this machine leads none.
    /// </summary>
    public static string? ToTakeUp(IRunStore state)
    {
        var failovers = state.RunNames().Where(run => SummaryOf(state, run) is { Began.Kind: RunKind.Failover }).ToLookup(run => RunOrigin.Of(state, run) is null);
        return Newest(failovers[true]) ?? Newest(failovers[false]);

        string? Newest(IEnumerable<string> runs) =>
            runs.LastOrDefault(run => SummaryOf(state, run) is { Ended: null or { CanBeTakenUp: true } })
            ?? runs.LastOrDefault(run => SummaryOf(state, run) is { Ended.Outcome: not RunOutcome.Abandoned });
    }

    public static string Find(IRunStore state, string? run)
    {
        var names = state.RunNames();
        return run is null
            ? names is [.., var newest] ? newest : throw new UsageException($"There are no runs in {state.PlaceOf("")}.", "Say where they are with --state.")
            : names.Contains(run) ? run
            : names.Where(n => n.StartsWith(run + "-", StringComparison.Ordinal)).ToArray() is [var only] ? only
            : throw new UsageException($"There is no run {run} in {state.PlaceOf("")}.", "\"holdfast run list\" shows them.");
    }

    /// <summary>Null: the journal is damaged, which must not hide the other runs.</summary>
    public static RunSummary? SummaryOf(IRunStore state, string run)
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

    /// <summary>The same where it only helps to understand; null: it cannot be had, which must not hide the journal.</summary>
    public static Plan? PlanIfReadable(IRunStore state, string run)
    {
        try
        {
            return PlanOf(state, run).Plan;
        }
        catch (Exception e) when (e is RunRefusedException or PlanRejectedException or IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// The run that someone speaks to: the one named; else the only one that is being carried out; else the only failover that can be taken
    /// up.
    /// </summary>
    /// <exception cref="UsageException">There is none, or there are several.</exception>
    public static string SpokenTo(IRunStore state, string? named)
    {
        if (named is not null)
        {
            return Find(state, named);
        }

        var open = state.RunNames().Where(run => IsOpen(SummaryOf(state, run))).ToArray();
        var unfinished = open.Where(run => RunOrigin.Of(state, run) is null).ToArray() is { Length: > 0 } led ? led : open;
        var alive = unfinished.Where(run => IsCarriedOut(state, run)).ToArray();
        return (alive.Length > 0 ? alive : [.. unfinished.Where(run => SummaryOf(state, run)?.Began?.Kind == RunKind.Failover)]) switch
        {
            [var only] => only,
            [] => throw new UsageException($"No run in {state.PlaceOf("")} is unfinished.", "\"holdfast run list\" shows them; name one with --run."),
            var several => throw new UsageException($"Several runs are unfinished: {string.Join(", ", several)}.", "Say which with --run."),
        };
    }

    /// <summary>Whether a process is about that carries it out.</summary>
    public static bool IsCarriedOut(IRunStore state, string run) => SummaryOf(state, run)?.Began is { } began && RunLock.IsHeldFor(state, began.Kind, run);

    private static bool IsOpen(RunSummary? summary) => summary is { Began: not null, Ended: null or { CanBeTakenUp: true } };
}
