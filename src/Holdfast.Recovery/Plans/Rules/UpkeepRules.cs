using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A plan that no one has read for longer than agreed.</summary>
internal sealed class ReviewOverdue() : Rule("review-overdue", Severity.Warning, "NIS2 2024/2690 annex 4.1.4")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Reviewed is { } reviewed && plan.ReviewEvery.Value.From(reviewed) < today
            ? [At(
                $"the plan was last reviewed on {reviewed:yyyy-MM-dd}, and is to be reviewed every {plan.ReviewEvery.Value}",
                "read all of it with those who would use it, and write the day under \"reviewed\".",
                "reviewed")]
            : [];
}

/// <summary>A risk that no one has looked at for longer than agreed.</summary>
internal sealed class RiskReviewOverdue() : Rule("risk-review-overdue", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from risk in plan.Risks
        where risk.Review < today
        select At(
            $"risk {Shown.Quoted(risk.Name)} was to be looked at again on {risk.Review:yyyy-MM-dd}",
            "look whether likelihood, impact and treatment are still right, and write the next day.",
            "risks", risk.Name, "review");
}

/// <summary>A risk that is to be treated, no one knows how.</summary>
internal sealed class RiskWithoutTreatment() : Rule("risk-without-treatment", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from risk in plan.Risks
        where risk.Treatment != Treatment.Accept && risk.By is null
        select At(
            $"the plan is to {Words.Of(risk.Treatment)} risk {Shown.Quoted(risk.Name)} and does not say how",
            "write it under \"by\", or accept the risk.",
            "risks", risk.Name, "treatment");
}

/// <summary>Something that an exercise showed, agreed on and not done.</summary>
internal sealed class OpenCorrectiveAction() : Rule("open-corrective-action", Severity.Warning, "ISO 22301:2019 10.1")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from exercise in plan.Exercises.Index()
        from action in exercise.Item.Actions.Index()
        where action.Item.Done is null && action.Item.Due < today
        select At(
            $"{Shown.Quoted(action.Item.Do)} was to be done by {action.Item.Due:yyyy-MM-dd} by {Shown.Quoted(action.Item.Owner.Name)} and is not",
            "do it, and write the day under \"done\".",
            "exercises", $"{exercise.Index}", "actions", $"{action.Index}");
}

/// <summary>Contents that the regulation asks of a plan.</summary>
internal sealed class Nis2PlanContent() : Rule("nis2-plan-content", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from missing in plan.Regulations.Contains("nis2") ? Missing(plan) : []
        select At($"the plan lacks what NIS2 asks for: {missing.What}", $"write it under \"{missing.Section}\".", missing.Section);

    private static IEnumerable<(string What, string Section)> Missing(Plan plan) => new (bool Lacks, string What, string Section)[]
    {
        (plan.Roles.IsEmpty, "roles and responsibilities", "roles"),
        (plan.People.IsEmpty, "key contacts", "people"),
        (plan.Communication.IsEmpty, "channels of communication, internal and external", "communication"),
        (plan.Declaration is null, "conditions of activation: how soon an emergency is declared", "declaration"),
        (plan.Scenarios.IsEmpty, "what the plan is for", "scenarios"),
        (plan.Processes.IsEmpty, "recovery objectives of operations", "processes"),
    }.Where(m => m.Lacks).Select(m => (m.What, m.Section));
}
