using System.Collections.Immutable;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Evidence;

/// <summary>What a state folder remembers of a plan, as the rules of plans take it.</summary>
/// <param name="NotCounted">Evidence files that count for nothing, each with the reason.</param>
public sealed record KeptPlanEvidence(PlanEvidence Record, ImmutableArray<string> NotCounted)
{
    /// <summary>Changes nothing. Only what was sealed by this folder's own key counts: other evidence may be anybody's.</summary>
    public static KeptPlanEvidence Read(IRunStore state, PlanInForce plan)
    {
        var drills = ImmutableArray.CreateBuilder<DrillHeld>();
        var notCounted = ImmutableArray.CreateBuilder<string>();
        var plans = new PlansOfRuns(state, plan);
        foreach (var name in state.EvidenceNames())
        {
            var file = state.PlaceOf(name);
            var check = SealedJournals.Verify(state.ReadDocument(name), state);
            if (!check.Good)
            {
                notCounted.Add(check.Line == 0 ? $"{file}: {check.Fault}" : $"{file}: line {check.Line}: {check.Fault}");
            }
            else if (Held(RunSummary.Of(check.Events), plan.Plan.Organization, plans) is { } drill)
            {
                drills.Add(drill);
            }
        }

        var copies = ProtectionLog.Read(state).Where(r => r.Counts).Select(r => new VerifiedCopy(r.System, r.Repository));
        return new(new(drills.ToImmutable(), [.. copies]), notCounted.ToImmutable());
    }

    /// <returns>Null: it was no drill, or not all came back that can.</returns>
    private static DrillHeld? Held(RunSummary run, string organization, PlansOfRuns plans) =>
        run is { Began: { Kind: RunKind.Drill } began, Ended: { } ended } && began.Organization == organization
            && ended.Outcome != RunOutcome.Abandoned && !ended.CanBeTakenUp
            ? new(
                began.Run,
                began.Scenario,
                DateOnly.FromDateTime(ended.At.LocalDateTime),
                [.. ended.Results.Where(r => r.MeasuredRto is not null && began.Systems.Contains(r.System)).Select(r => r.System)],
                plans.Of(began.Run, began.PlanHash))
            : null;
}
