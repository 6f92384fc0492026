namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A plan that nobody has read for longer than agreed.</summary>
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
