using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Execution.Repositories;

namespace Holdfast.Presentation.Readiness;

/// <summary>The readiness answer for programs; <c>docs/status.md</c> has every name.</summary>
public static class StatusJson
{
    private const int WorstShown = 3;

    public static object Of(Plan plan, ReadinessAnswer answer, RepositorySet? contents, ImmutableArray<CopyStanding> copies, DateTimeOffset now) => new
    {
        plan.Organization,
        At = now,
        answer.Verdict,
        Sentence = VerdictSentence.Of(plan, answer, now),
        Offline = contents is null,
        plan.Currency,
        DeclarationSeconds = plan.Declaration?.TotalSeconds,
        answer.PlanErrors,
        Repositories = contents is null ? null : plan.Repositories.Select(r => new { r.Name, Open = !contents.Closed.ContainsKey(r.Name), Why = contents.Closed.GetValueOrDefault(r.Name) }),
        Copies = copies,
        Lost = contents?.Lost ?? [],
        Systems = answer.Systems.Select(s => Of(s, now)),
        Losses = new { Walked = answer.Sweep.Ranked.Length + answer.Sweep.Harmless, answer.Sweep.Harmless, Worst = answer.Worst.Take(WorstShown).Select(Of) },
        Next = NextStep.Of(answer),
        Runs = Of(answer.Record.Runs),
        Score = Of(answer.Record.Score),
    };

    public static object Of(Reliability tried) => new { tried.Tries, tried.Failures, tried.MayFail };

    public static object Of(Score score) => new { score.Pairs, score.Runs, score.WithinTypical, score.Typical, score.PairsP90, score.WithinP90, score.P90, score.Factor };

    public static object Of(Trial trial) => new
    {
        trial.Run,
        trial.Kind,
        trial.Scenario,
        trial.System,
        trial.At,
        PredictedRtoSeconds = trial.Predicted.Value?.TotalSeconds,
        PredictedRtoP90Seconds = trial.PredictedP90.Value?.TotalSeconds,
        MeasuredRtoSeconds = trial.Measured?.TotalSeconds,
        trial.Factor,
        trial.WithinTypical,
        trial.WithinP90,
        trial.Failed,
    };

    private static object Of(SystemReadiness s, DateTimeOffset now) => new
    {
        System = s.System.Name,
        s.System.Tier,
        s.Verdict,
        Lacks = s.Lacks.Select(l => new { l.Kind, l.Verdict, l.Of }),
        TargetRtoSeconds = s.System.Rto.Value.TotalSeconds,
        PredictedRtoSeconds = s.Rto.Value?.TotalSeconds,
        PredictedRtoP90Seconds = s.RtoP90.Value?.TotalSeconds,
        RecoveryProvenance = s.Slowest.Expected?.Recovery.From ?? Recovery.Runs.Provenance.Unknown,
        RecoverySamples = s.Slowest.Expected is { Recovery.Value: not null } e ? e.Recovery.Samples : 0,
        EvidenceAgeSeconds = (now - s.EvidenceOf)?.TotalSeconds,
        SlowestAfter = s.Slowest.Scenario?.Name,
        s.Slowest.Unrecoverable,
        LastMeasured = s.LastMeasured is null ? null : Of(s.LastMeasured),
        Tried = Of(s.Reliability),
        TargetRpoSeconds = s.System.Rpo.Value.TotalSeconds,
        PredictedRpoSeconds = s.Rpo.Value?.TotalSeconds,
        RpoProvenance = s.Rpo.From,
        MostLostAfter = s.Costliest.Scenario?.Name,
        VerifiedPoint = s.Point,
        VerifiedPointAgeSeconds = (now - s.Point)?.TotalSeconds,
    };

    private static object Of(WorstLoss worst) => Of(worst.Loss, worst.Like);

    private static object Of(LossOutlook o, IEnumerable<string> like) => new
    {
        Scenario = o.Scenario.Name,
        Like = like,
        o.Declared,
        o.Verdict,
        o.Systems,
        o.Unrecoverable,
        PredictedRtoSeconds = o.Business.Rto.Value?.TotalSeconds,
        PredictedRtoP90Seconds = o.Business.RtoP90.Value?.TotalSeconds,
        PredictedRpoSeconds = o.Business.Rpo.Value?.TotalSeconds,
        TargetRpoSeconds = o.Business.TargetRpo.TotalSeconds,
        Misses = o.Worst is null ? null : new { o.Worst.Of, Objective = o.Worst.Objective.ToString().ToLowerInvariant(), o.Worst.Ratio },
        ProcessesStopped = o.Stopped,
        o.Cost,
    };
}
