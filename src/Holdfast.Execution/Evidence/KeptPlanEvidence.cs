using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Protection;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Evidence;

/// <summary>What a state folder remembers of a plan, as the rules of plans take it.</summary>
/// <param name="NotCounted">Evidence files that count for nothing, each with the reason.</param>
public sealed record KeptPlanEvidence(PlanEvidence Record, ImmutableArray<string> NotCounted)
{
    /// <summary>Changes nothing. Only what was sealed by this folder's own key counts: other evidence may be anybody's.</summary>
    public static KeptPlanEvidence Read(StateFolder state, PlanInForce plan)
    {
        var drills = ImmutableArray.CreateBuilder<DrillHeld>();
        var notCounted = ImmutableArray.CreateBuilder<string>();
        var plans = new Dictionary<string, Plan?> { [plan.Hash] = plan.Plan };
        foreach (var file in Directory.EnumerateFiles(state.Evidence, "*.jsonl").Order(StringComparer.Ordinal))
        {
            var check = SealedJournals.Verify(file, state);
            if (!check.Good)
            {
                notCounted.Add(check.Line == 0 ? $"{file}: {check.Fault}" : $"{file}: line {check.Line}: {check.Fault}");
            }
            else if (Held(state, RunSummary.Of(check.Events), plan.Plan.Organization, plans) is { } drill)
            {
                drills.Add(drill);
            }
        }

        var copies = ProtectionLog.Read(state).Where(r => r.Counts).Select(r => new VerifiedCopy(r.System, r.Repository));
        return new(new(drills.ToImmutable(), [.. copies]), notCounted.ToImmutable());
    }

    /// <returns>Null: it was no drill, or not all came back that can.</returns>
    private static DrillHeld? Held(StateFolder state, RunSummary run, string organization, Dictionary<string, Plan?> plans) =>
        run is { Began: { Kind: RunKind.Drill } began, Ended: { } ended } && began.Organization == organization
            && ended.Outcome != RunOutcome.Abandoned && !ended.CanBeTakenUp
            ? new(
                began.Run,
                began.Scenario,
                DateOnly.FromDateTime(ended.At.LocalDateTime),
                [.. ended.Results.Where(r => r.MeasuredRto is not null && began.Systems.Contains(r.System)).Select(r => r.System)],
                PlanOf(state, began, plans))
            : null;

    /// <summary>A plan is what its hash says, or it is not the one that the run followed.</summary>
    private static Plan? PlanOf(StateFolder state, RunBegan began, Dictionary<string, Plan?> plans)
    {
        if (!plans.TryGetValue(began.PlanHash, out var plan))
        {
            var file = state.PlanOf(began.Run);
            var text = File.Exists(file) ? File.ReadAllBytes(file) : [];
            plans[began.PlanHash] = plan = Convert.ToHexStringLower(SHA256.HashData(text)) == began.PlanHash
                ? PlanReader.Read(Encoding.UTF8.GetString(text), file).Plan
                : null;
        }

        return plan;
    }
}
