using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Rules;

/// <summary>Somebody of the plan whom nobody can reach.</summary>
internal sealed class PersonWithoutContact() : Rule("person-without-contact", Severity.Warning, "NIS2 2024/2690 annex 4.1.2")
{
    public override IEnumerable<Found> In(Plan plan, DateOnly today) =>
        from person in plan.People
        where person.Email is null && person.Phone is null && person.Mobile is null
        select At(
            $"the plan does not say how {Shown.Quoted(person.Name)} is reached",
            "write a number that works when the building and its network are gone, such as  mobile: +1 555 0110",
            "people", person.Name);
}
