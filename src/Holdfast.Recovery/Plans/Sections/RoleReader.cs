using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Reading;

namespace Holdfast.Recovery.Plans.Sections;

internal static class RoleReader
{
    public static Shape Shape { get; } = new(
        "role",
        "A part that somebody plays when it counts.",
        new("held by", Written.ListOf(Written.Text), "People; the first who can be reached holds it, the others stand in.", Needed: true),
        new("does", Written.Text, "What the role is for."));

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
            return RoleOf(name.Text, entry, null, scope);
        }

        return entry.Fields(name, Shape) is { } fields
            ? RoleOf(name.Text, fields.Required("held by", "[maria, sam]"), fields.Optional("does")?.Text(), scope)
            : null;
    }

    /// <returns>Null where it can't be known who all hold it: nothing that asks for so many of them is called wrong then.</returns>
    private static Role? RoleOf(string name, Field? field, string? does, PlanScope scope)
    {
        var written = field?.SomeItems();
        var found = scope.People.ReferAll(written);
        return written is null || found.Count < written.Count ? null : new Role(name, [.. found.Select(p => p.Name)], does);
    }
}
