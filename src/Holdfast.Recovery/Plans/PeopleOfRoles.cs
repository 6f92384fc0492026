using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans;

/// <summary>Who is behind the roles and parties of a plan, for those who ask for many: each answer costs what it holds.</summary>
internal sealed class PeopleOfRoles
{
    private readonly ImmutableArray<Person> _everyone;
    private readonly Dictionary<string, Person> _people;
    private readonly Dictionary<string, ImmutableArray<Person>> _holders;

    public PeopleOfRoles(Plan plan)
    {
        _everyone = plan.People;
        _people = plan.People.ToDictionary(p => p.Name);
        _holders = plan.Roles.ToDictionary(r => r.Name, r => r.HeldBy.Select(name => _people[name]).ToImmutableArray());
    }

    public ImmutableArray<Person> HoldersOf(string role) => _holders[role];

    /// <summary>People of the plan whom the party means; none where it is someone outside.</summary>
    public ImmutableArray<Person> Meant(Party party) => party.Kind switch
    {
        PartyKind.Everyone => _everyone,
        PartyKind.Person => [_people[party.Name]],
        PartyKind.Role => _holders[party.Name],
        _ => [],
    };
}
