using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads <c>host srv1</c> as the single thing that is lost, where no failure domain has that name.</summary>
internal static class LostThings
{
    /// <returns>Null when there is no such thing, which is reported.</returns>
    public static PlanThing? Read(FailureDomain written, Field field, PlanScope scope)
    {
        if (Enum.GetValues<ThingKind>().Where(k => Words.Of(k) == written.Kind).Select(k => (ThingKind?)k).FirstOrDefault() is not { } kind)
        {
            var guess = Suggestion.For(written.ToString(), scope.Domains!.Select(d => d.ToString()));
            field.Refuse(ProblemId.UnknownDomain, $"is a failure domain that nothing of the plan has: {Shown.Quoted(written.ToString())}",
                guess is null ? "write one that stands under \"fails with\", or add it there; or a single thing, such as \"host srv1\"." : $"did you mean {Shown.Quoted(guess)}?");
            return null;
        }

        var known = kind switch
        {
            ThingKind.Host => scope.Hosts.IsDefined(written.Name, field),
            ThingKind.Site => scope.Sites.IsDefined(written.Name, field),
            ThingKind.Repository => scope.Repositories.IsDefined(written.Name, field),
            ThingKind.Person => scope.People.IsDefined(written.Name, field),
            ThingKind.Service => scope.Services.IsDefined(written.Name, field),
            ThingKind.Data => scope.Systems.IsDefined(written.Name, field),
            _ => scope.Links.IsDefined(written.Name, field),
        };
        return known ? new PlanThing(kind, written.Name) : null;
    }
}
