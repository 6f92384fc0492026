namespace Holdfast.Recovery.Plans.Rules;

/// <summary>All copies on one kind of storage, which one flaw takes.</summary>
internal sealed class OneMedium() : Rule("one-medium", Severity.Warning, "3-2-1-1-0")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        plan.Repositories.Select(r => r.Medium).Distinct().Count() == 1
            ? [At(
                $"all repositories are on one medium, {Words.Of(plan.Repositories[0].Medium)}: what its controllers, drivers or firmware do wrong takes every copy",
                "put one on another (medium: object storage, tape or removable disk).",
                "repositories")]
            : [];
}
