using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Presentation;
using Holdfast.Presentation.Runs;
using Holdfast.Recovery.Runs;
using Holdfast.Recovery.Trust;
using Holdfast.Restic;

namespace Holdfast.Cli.Runs;

/// <summary>
/// A run that came out of a repository is taken up only by one who saw what it runs, with what the organization signed beside it: whoever can write
/// there could have made the run, and even with a signed plan have said where its repositories are and what is done already.
/// </summary>
internal sealed class ForeignRun(Screen screen, IRunStore state, string run, RunOrigin origin, PlanInForce plan)
{
    private const int MostNamed = 20;

    /// <param name="typed">How the fingerprint of the plan begins, as the kit shows it; null: nobody typed it.</param>
    /// <exception cref="RunRefusedException">It was given up, or nobody said yes.</exception>
    public void Accept(string? typed)
    {
        var events = StoredJournal.Read(state, run).Events;
        var summary = RunSummary.Of(events);
        if (summary.Ended is { Outcome: RunOutcome.Abandoned })
        {
            throw new RunRefusedException($"{run}, from {origin.Repository}, was given up there.", "There is nothing to take up.");
        }

        // 1. What it would do, and what of that no one signed.
        Screen.Alarm($"{run} came out of {origin.Repository}; this machine did not lead it, and cannot tell whether it ever was.");
        WhatRuns.Show(screen, plan, plan.Real(), RecoveryGraph.Of(plan.Plan, summary.Began!.Systems), asks: true);
        var claims = Claims(events).ToArray();
        foreach (var line in claims.Length == 0 ? [] : claims.Prepend("No signature says that what its journal says has happened. It says:"))
        {
            Screen.Alarm(line);
        }

        var memory = new TrustMemory(state);
        var authority = memory.Read();
        var known = new KnownPlans(state);
        var standing = PlanStanding.OfRun(authority, plan, Signed(authority)) with
        {
            Least = memory.PlanNumber, Expected = authority is { HasBegun: true } ? null : ExpectedSignature.OfMemory(origin.Repository, memory),
        };
        standing = standing with { Moved = standing.Moved ?? (standing.Signed is null ? MovedPlan.OfKnown(known, plan) : null) };
        var elsewhere = Elsewhere(standing.Moved?.Was ?? plan.Folder).ToArray();
        foreach (var line in standing.Moved is { } moved ? elsewhere.Prepend(moved.Says()) : elsewhere)
        {
            Screen.Alarm(line);
        }

        // 2. The question that a failover by this plan would ask. The fingerprint from the kit is enough where nothing but the plan says what is done, and what was.
        var trust = new PlanTrust(plan, known, memory, standing, isLocal: false, typed is not null && PlanTrust.Is(typed, plan) && elsewhere.Length == 0, canSign: false);
        if (standing.Demands)
        {
            screen.Line(standing.Says());
        }

        trust.Agree("run resume", yes: false, ask: typed is null || elsewhere.Length > 0 || claims.Length > 0);
        RunOrigin.Forget(state, run);
    }

    /// <summary>What is not carried out, or not asked, because the journal says so, and what it would bring back.</summary>
    private IEnumerable<string> Claims(IReadOnlyList<RunEvent> events)
    {
        var began = events.OfType<RunBegan>().First();
        foreach (var approved in events.OfType<StepApproved>())
        {
            yield return $"  {approved.By} approved {approved.Step} at {approved.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z: nobody is asked again.";
        }

        var at = Run.Of(RecoveryGraph.Of(plan.Plan, began.Systems), events);
        StepName[] done = [.. at.In(StepStatus.Done), .. at.In(StepStatus.Skipped)];
        if (done.Length > 0)
        {
            yield return $"  Done or left out already, and not carried out again: {string.Join(", ", done.Take(MostNamed))}{(done.Length > MostNamed ? $" and {done.Length - MostNamed} more" : "")}.";
        }

        foreach (var wished in began.Wish?.Points ?? [])
        {
            yield return $"  {wished.System} is to be brought back from {wished.Snapshot}, by an operator's word.";
        }
    }

    /// <summary>Repositories, and keys of them, that are not those of the plan in that folder: nothing but the journal says so.</summary>
    private IEnumerable<string> Elsewhere(string folder)
    {
        var from = Locations.Absolute(origin.Repository, Environment.CurrentDirectory);
        var known = plan.Elsewhere.Where(e => e.Value.At == from); // It came out of there, wherever the plan says that this is.
        return MovedPlan.Moves(plan, plan with { Folder = folder, Elsewhere = plan.Elsewhere.Clear().AddRange(known) });
    }

    /// <summary>The newest signed plan, where another run followed it.</summary>
    private PlanInForce? Signed(Authority? authority) => authority?.Plan is { } signed
        && state.RunNames().FirstOrDefault(other => Known.SummaryOf(state, other)?.Began?.PlanHash == signed.Hash) is { } follower
        ? PlanOf(follower)
        : null;

    private PlanInForce? PlanOf(string other)
    {
        try
        {
            return Known.PlanOf(state, other);
        }
        catch (Exception e) when (e is RunRefusedException or PlanRejectedException)
        {
            return null; // Then what differs cannot be shown, and that it is not the signed one is said all the same.
        }
    }
}
