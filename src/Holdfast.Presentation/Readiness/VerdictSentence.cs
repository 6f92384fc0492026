using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;

namespace Holdfast.Presentation.Readiness;

/// <summary>The answer in one sentence: good or not, and why, by the worst that could happen.</summary>
public static class VerdictSentence
{
    public static string Of(Plan plan, ReadinessAnswer answer, DateTimeOffset now)
    {
        var worst = answer.Sweep.Ranked.FirstOrDefault(o => o.Verdict == answer.Verdict
            && (o.Verdict != Verdict.NotProven || o.Worst is { Ratio: null })); // That nothing would show a system is said of the system.
        return answer.Verdict switch
        {
            Verdict.Good when worst is null => "Good: nothing that the plan knows of stops anything.",
            Verdict.Good => $"Good: whatever the plan foresees and whatever single thing is lost, {Systems(answer.Systems.Length)} would be back in time; each was drilled and has a "
                + $"verified copy. The worst is \"{worst.Scenario.Name}\": {Outage(plan, worst)}.",
            Verdict.NotGood when worst is not null => $"Not good enough: \"{worst.Scenario.Name}\": {Outage(plan, worst)}.",
            Verdict.NotGood when WorstSystem(answer) is { } system => $"Not good enough: {system.System.Name}: {LackWords.Of(system, system.Lacks[0], now)}{Others(answer)}.",
            Verdict.NotGood => $"Not good enough: the plan itself promises what can't be kept ({Errors(answer.PlanErrors)}).",
            _ when answer.Systems.IsEmpty => "Not known: the plan has no system.",
            _ when worst is not null => $"Not known: \"{worst.Scenario.Name}\": {Outage(plan, worst)}{Others(answer)}.",
            _ => $"Not known: {WorstSystem(answer)!.System.Name}: {LackWords.Of(WorstSystem(answer)!, WorstSystem(answer)!.Lacks[0], now)}{Others(answer)}.",
        };
    }

    public static string Errors(int count) => count == 1 ? "1 error in the plan" : $"{count} errors in the plan";

    private static SystemReadiness? WorstSystem(ReadinessAnswer answer) => answer.Systems.Where(s => !s.Lacks.IsEmpty).MinBy(s => s.Lacks[0].Kind);

    private static string Others(ReadinessAnswer answer) => answer.Systems.Count(s => s.Verdict != Verdict.Good) is > 1 and var count
        ? $"; {count} of {Systems(answer.Systems.Length)} are not proven or not good enough"
        : "";

    /// <summary>How long, against what; how much lost, against what; and the cost.</summary>
    private static string Outage(Plan plan, LossOutlook loss)
    {
        var said = new List<string>();
        if (!loss.Unrecoverable.IsEmpty)
        {
            var (system, why) = loss.Unrecoverable.First();
            said.Add($"{system} never comes back ({why})" + (loss.Unrecoverable.Count == 1 ? "" : $", nor do {loss.Unrecoverable.Count - 1} more"));
        }
        else
        {
            said.Add(loss.Business.Rto.Value is not { } typical ? "nobody knows how long until the business operates again"
                : $"typically {Spoken.Of(typical)} until all operates again" + (loss.Business.RtoP90.Value is { } upper ? $", nine times in ten within {Spoken.Of(upper)}" : ""));
        }

        if (loss.Unrecoverable.IsEmpty && loss.Worst is { Ratio: { } ratio } worst)
        {
            said.Add(Against(plan, worst, ratio));
        }

        if (loss.Unrecoverable.IsEmpty && loss.Worst is not { Objective: BreachedObjective.Rpo } && loss.Business.Rpo.Value is { } lost)
        {
            said.Add($"up to {Spoken.Of(lost)} of data is lost, and {Spoken.Of(loss.Business.TargetRpo)} may be");
        }

        if (!loss.NeverShown.IsEmpty)
        {
            said.Add(Unshown.Of(loss));
        }

        if (loss.Cost is > 0 and var cost)
        {
            said.Add($"it costs about {Spoken.Money(cost)} {plan.Currency}");
        }

        return string.Join("; ", said);
    }

    private static string Against(Plan plan, Breach worst, double ratio)
    {
        var target = worst.Objective switch
        {
            BreachedObjective.Rto => plan.SystemNamed(worst.Of).Rto.Value,
            BreachedObjective.Rpo => plan.SystemNamed(worst.Of).Rpo.Value,
            _ => plan.Processes.Single(p => p.Name == worst.Of).Mtpd!.Value,
        };
        var (predicted, allowed) = (Spoken.Of(target * ratio), Spoken.Of(target));
        return worst.Objective switch
        {
            BreachedObjective.Rto => $"{worst.Of} is back after {predicted}, and its target is {allowed}",
            BreachedObjective.Rpo => $"up to {predicted} of {worst.Of} is lost, and {allowed} may be",
            _ => $"\"{worst.Of}\" stands still for {predicted}, and {allowed} is the most that can be borne",
        };
    }

    private static string Systems(int count) => count == 1 ? "1 system" : $"{count} systems";
}
