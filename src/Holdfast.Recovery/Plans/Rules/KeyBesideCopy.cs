using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>A key in the folder that it locks.</summary>
internal sealed class KeyBesideCopy() : Rule("key-beside-copy", Severity.Error)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from repository in plan.Repositories
        where repository.IsFolder && repository.Key.Kind == KeyKind.File && PlanPath.IsIn(repository.Key.Value, repository.At)
        select At(
            $"the key of repository {Shown.Quoted(repository.Name)} stands in the repository's own folder: who finds the copies can read them, and what takes them takes it",
            "keep the key elsewhere: not beside the copies, and not only on what may be lost with the business.",
            "repositories", repository.Name, "key");
}
