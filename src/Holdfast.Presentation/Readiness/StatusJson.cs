using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Execution.Keys;
using Holdfast.Execution.Repositories;

namespace Holdfast.Presentation.Readiness;

/// <summary>The readiness answer for programs; <c>docs/status.md</c> has every name.</summary>
public static class StatusJson
{
    private const int WorstShown = 3;

    public static JsonObject Of(Plan plan, ReadinessAnswer answer, RepositorySet? contents, ImmutableArray<CopyStanding> copies, ImmutableArray<NextCopy> next, ImmutableArray<RoomOutlook> rooms, KeyCare care, DateTimeOffset now) => new JsonObject
    {
        { "organization", plan.Organization },
        { "at", now },
        { "verdict", answer.Verdict },
        { "sentence", VerdictSentence.Of(plan, answer, now) },
        { "offline", contents is null },
        { "currency", plan.Currency },
        { "declarationSeconds", plan.Declaration?.TotalSeconds },
        { "planErrors", answer.PlanErrors },
        { "repositories", contents is null ? null : plan.Repositories.Select(r => new JsonObject { { "name", r.Name }, { "open", !contents.Closed.ContainsKey(r.Name) }, { "why", contents.Closed.GetValueOrDefault(r.Name) } }) },
        { "copies", copies.Select(Of) },
        { "keys", plan.Repositories.Select(r => new JsonObject { { "repository", r.Name }, { "care", KeyWords.Json(care, r.Name) } }) },
        { "nextCopies", NextCopy.Json(next) },
        { "rooms", RoomLines.Json(rooms) },
        { "lost", JsonFields.Of(contents?.Lost ?? []) },
        { "systems", answer.Systems.Select(s => Of(s, now)) },
        { "losses", new JsonObject { { "walked", answer.Sweep.Ranked.Length + answer.Sweep.Harmless }, { "harmless", answer.Sweep.Harmless }, { "worst", answer.Worst.Take(WorstShown).Select(Of) } } },
        { "next", NextStep.Of(answer).Select(Of) },
        { "runs", Of(answer.Record.Runs) },
        { "score", Of(answer.Record.Score) },
    };

    private static JsonObject Of(CopyStanding c) => new()
    {
        { "system", c.System },
        { "repository", c.Repository },
        { "newest", c.Newest },
        { "verifiedAt", c.VerifiedAt },
        { "readWholeAt", c.ReadWholeAt },
        { "lost", c.Lost },
    };

    private static JsonObject Of(NextStep next) => new() { { "lack", next.Lack }, { "systems", next.Systems }, { "do", next.Do } };

    public static JsonObject Of(Reliability tried) => new JsonObject { { "tries", tried.Tries }, { "failures", tried.Failures }, { "mayFail", tried.MayFail } };

    public static JsonObject Of(Score score) => new JsonObject { { "pairs", score.Pairs }, { "runs", score.Runs }, { "withinTypical", score.WithinTypical }, { "typical", JsonFields.Of(score.Typical) }, { "pairsP90", score.PairsP90 }, { "withinP90", score.WithinP90 }, { "p90", JsonFields.Of(score.P90) }, { "factor", score.Factor } };

    public static JsonObject Of(Trial trial) => new JsonObject
    {
        { "run", trial.Run },
        { "kind", trial.Kind },
        { "scenario", trial.Scenario },
        { "system", trial.System },
        { "at", trial.At },
        { "predictedRtoSeconds", trial.Predicted.Value?.TotalSeconds },
        { "predictedRtoP90Seconds", trial.PredictedP90.Value?.TotalSeconds },
        { "measuredRtoSeconds", trial.Measured?.TotalSeconds },
        { "factor", trial.Factor },
        { "withinTypical", trial.WithinTypical },
        { "withinP90", trial.WithinP90 },
        { "failed", trial.Failed },
    };

    private static JsonObject Of(SystemReadiness s, DateTimeOffset now) => new JsonObject
    {
        { "system", s.System.Name },
        { "tier", s.System.Tier },
        { "verdict", s.Verdict },
        { "lacks", s.Lacks.Select(l => new JsonObject { { "kind", l.Kind }, { "verdict", l.Verdict }, { "of", l.Of } }) },
        { "targetRtoSeconds", s.System.Rto.Value.TotalSeconds },
        { "predictedRtoSeconds", s.Rto.Value?.TotalSeconds },
        { "predictedRtoP90Seconds", s.RtoP90.Value?.TotalSeconds },
        { "recoveryProvenance", s.Slowest.Expected?.Recovery.From ?? Recovery.Runs.Provenance.Unknown },
        { "recoverySamples", s.Slowest.Expected is { Recovery.Value: not null } e ? e.Recovery.Samples : 0 },
        { "evidenceAgeSeconds", (now - s.EvidenceOf)?.TotalSeconds },
        { "slowestAfter", s.Slowest.Scenario?.Name },
        { "unrecoverable", s.Slowest.Unrecoverable },
        { "lastMeasured", s.LastMeasured is null ? null : Of(s.LastMeasured) },
        { "tried", Of(s.Reliability) },
        { "targetRpoSeconds", s.System.Rpo.Value.TotalSeconds },
        { "predictedRpoSeconds", s.Rpo.Value?.TotalSeconds },
        { "rpoProvenance", s.Rpo.From },
        { "mostLostAfter", s.Costliest.Scenario?.Name },
        { "verifiedPoint", s.Point },
        { "verifiedPointAgeSeconds", (now - s.Point)?.TotalSeconds },
    };

    private static JsonObject Of(WorstLoss worst) => Of(worst.Loss, worst.Like);

    private static JsonObject Of(LossOutlook o, IEnumerable<string> like) => new JsonObject
    {
        { "scenario", o.Scenario.Name },
        { "like", like },
        { "declared", o.Declared },
        { "verdict", o.Verdict },
        { "systems", o.Systems },
        { "unrecoverable", o.Unrecoverable },
        { "neverShown", o.NeverShown },
        { "predictedRtoSeconds", o.Business.Rto.Value?.TotalSeconds },
        { "predictedRtoP90Seconds", o.Business.RtoP90.Value?.TotalSeconds },
        { "predictedRpoSeconds", o.Business.Rpo.Value?.TotalSeconds },
        { "targetRpoSeconds", o.Business.TargetRpo.TotalSeconds },
        { "misses", o.Worst is null ? null : new JsonObject { { "of", o.Worst.Of }, { "objective", o.Worst.Objective.ToString().ToLowerInvariant() }, { "ratio", o.Worst.Ratio } } },
        { "processesStopped", o.Stopped },
        { "cost", o.Cost },
    };
}
