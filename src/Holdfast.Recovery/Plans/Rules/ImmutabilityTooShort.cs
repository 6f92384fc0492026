using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A lock that opens before anybody notices.</summary>
internal sealed class ImmutabilityTooShort() : Rule("immutability-too-short", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from repository in plan.Repositories
        where repository.Immutable is { } locked && locked.From(today) < today.AddDays(14)
        select At(
            $"repository {Shown.Quoted(repository.Name)} is immutable for {repository.Immutable}: an attacker who waits so long unnoticed can change every copy",
            "make it 14 days at least, longer than it takes to notice.",
            "repositories", repository.Name, "immutable");
}
