using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Execution.Repositories;

namespace Holdfast.Presentation.Readiness;

/// <summary>The readiness answer for people: the verdict first, then what it is made of, the worst first.</summary>
public static class StatusScreen
{
    /// <summary>Beyond these, one sentence says how many more there are.</summary>
    private const int MostSteps = 8;

    private const int MostNames = 4;

    private const int WorstShown = 3;

    public static void Show(Screen screen, Plan plan, ReadinessAnswer answer, RepositorySet? contents, ImmutableArray<CopyStanding> copies, DateTimeOffset now, bool all)
    {
        if (screen.Json)
        {
            return;
        }

        screen.Line(Paint.Of(answer.Verdict, Paint.Bold($"{plan.Organization}: {VerdictSentence.Of(plan, answer, now)}")));
        if (contents is null)
        {
            screen.Line("Offline: no repository was opened. What is written down about copies is used, and none of it is called good.");
        }

        foreach (var line in SystemLines.Of(plan, answer, now, all))
        {
            screen.Line(line);
        }

        Worst(screen, plan, answer);
        Next(screen, answer);
        screen.Line();
        foreach (var line in CopyStanding.Lines(copies, now))
        {
            screen.Line(line);
        }

        screen.Line(ScoreScreen.Sentence(answer.Record));
        screen.Line(plan.Declaration is null
            ? "Every time counts from the declaration: the plan does not say how long it takes until somebody declares (declaration:)."
            : $"Every time counts from the disaster; {Spoken.Of(plan.Declaration.Value)} of it, until somebody declares, is the plan's word and was not measured.");
        if (answer.PlanErrors > 0)
        {
            screen.Line($"{VerdictSentence.Errors(answer.PlanErrors)}: \"holdfast plan check\" shows {(answer.PlanErrors == 1 ? "it" : "them")}.");
        }
    }

    private static void Worst(Screen screen, Plan plan, ReadinessAnswer answer)
    {
        var sweep = answer.Sweep;
        if (sweep.Ranked.IsEmpty)
        {
            return;
        }

        screen.Heading($"The worst of {sweep.Ranked.Length + sweep.Harmless} scenarios and single losses ({sweep.Harmless} stop nothing)");
        screen.Table(
            ["", "", ">all operates after", ">nine in ten", "misses most", $">costs, {plan.Currency}"],
            answer.Worst.Take(WorstShown).Select(w => (IReadOnlyList<string>)
            [
                w.Loss.Scenario.Name + (w.Like.IsEmpty ? "" : $", and {w.Like.Length} like it"),
                w.Loss.Verdict == Verdict.Good ? "in time" : Paint.Word(w.Loss.Verdict), // Whether anybody has shown that it works is another question.
                w.Loss.Unrecoverable.IsEmpty ? Spoken.Of(w.Loss.Business.Rto.Value, "unknown") : "never",
                Spoken.Of(w.Loss.Business.RtoP90.Value, ""),
                Missed(w.Loss),
                w.Loss.Cost is { } cost ? cost > 0 ? Spoken.Money(cost) : "" : "unknown",
            ]));
    }

    private static string Missed(LossOutlook loss) => loss.Worst is null or { IsMet: true } && !loss.NeverShown.IsEmpty ? Unshown.Of(loss)
        : loss.Worst is not { } worst ? ""
        : !loss.Unrecoverable.IsEmpty ? $"{loss.Unrecoverable.Keys.First()}: unrecoverable"
        : $"{worst.Objective.ToString().ToUpperInvariant()} of {worst.Of}: "
            + (worst.Ratio is { } ratio ? $"{Spoken.Percent(ratio)} of what is allowed" : "unknown");

    private static void Next(Screen screen, ReadinessAnswer answer)
    {
        var steps = NextStep.Of(answer);
        if (steps.Count == 0)
        {
            return;
        }

        screen.Heading("What would tell, or help");
        foreach (var step in steps.Take(MostSteps))
        {
            screen.Line($"  {LackWords.Of(step.Lack)}: {Names(step.Systems)}");
            screen.Line($"      {step.Do}");
        }

        if (steps.Count > MostSteps)
        {
            screen.Line($"  and {steps.Count - MostSteps} more (--json has all)");
        }
    }

    public static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
}
