using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Somebody who is needed at several places at once.</summary>
internal sealed class OnePersonManyRoles() : Rule("one-person-many-roles", Severity.Warning)
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from person in plan.Roles.GroupBy(r => r.HeldBy[0])
        where person.Count() > 3
        select At(
            $"{Shown.Quoted(person.Key)} is first in {person.Count()} roles: {Shown.All(person.Select(r => r.Name))}",
            "put somebody else first in some of them.",
            "people", person.Key);
}
