using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A repository that nothing is backed up to.</summary>
internal sealed class UnusedRepository() : Rule("unused-repository", Severity.Note)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from used in new[] { plan.Systems.SelectMany(s => s.Protection?.To ?? []).ToHashSet() }
        from repository in plan.Repositories
        where !used.Contains(repository.Name)
        select At($"nothing is backed up to repository {Shown.Quoted(repository.Name)}", "name it under \"to\" of a system, or leave it out.", "repositories", repository.Name);
}
