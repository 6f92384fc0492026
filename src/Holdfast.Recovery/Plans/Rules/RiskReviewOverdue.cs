using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A risk that nobody has looked at for longer than agreed.</summary>
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
