using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;

namespace Holdfast.Recovery.Plans.Reading;

internal static class RoleReader
{
    /// <summary>A list of people, or a mapping that says more.</summary>
    public static Role? Read(TextNode name, Field entry, PlanScope scope)
    {
        Parties.RefuseReserved(name, entry);
        if (scope.People.Has(name.Text))
        {
            scope.Log.Add(ProblemId.AmbiguousName, name, $"{Shown.Quoted(name.Text)} is a role and a person, so nobody knows who is meant", "give one of them another name.");
        }

        if (entry.Node is ListNode)
        {
            return new Role(name.Text, HoldersOf(entry, scope), null);
        }

        return entry.Fields(name, PlanKeys.Role) is { } fields
            ? new Role(name.Text, HoldersOf(fields.Required("held by", "[maria, sam]"), scope), fields.Optional("does")?.Text())
            : null;
    }

    private static ImmutableArray<string> HoldersOf(Field? field, PlanScope scope) =>
        [.. scope.People.ReferAll(field?.SomeItems()).Select(p => p.Name)];
}
