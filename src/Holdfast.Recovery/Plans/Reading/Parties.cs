using System.Collections.Immutable;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Reads whom something is for.</summary>
internal static class Parties
{
    public static Written Audience { get; } = Written.Named("audience", "Roles, people or everyone.", Written.Either(Written.Text, Written.ListOf(Written.Text, some: true)));

    private const string Everyone = "everyone";

    /// <summary>A person or a role.</summary>
    public static Party? Read(Field? field, PlanScope scope) =>
        field?.Text() is { } name ? Find(name, scope) ?? Refuse(name, field, scope, "a role or a person") : null;

    /// <summary>People, roles and everyone.</summary>
    /// <param name="outsiders">Whether words may stand there for someone whom the plan does not define, such as <c>regulator</c>.</param>
    public static ImmutableArray<Party> ReadAll(Field? field, PlanScope scope, bool outsiders)
    {
        // One party may stand alone, without a list.
        IReadOnlyList<Field> items = field is null ? [] : field.Node is TextNode { IsNull: false } ? [field] : field.SomeItems() ?? [];
        var parties = ImmutableArray.CreateBuilder<Party>();
        foreach (var item in items)
        {
            if (item.Text() is { } name && AudienceOf(name, item, scope, outsiders) is { } party)
            {
                if (parties.Contains(party))
                {
                    item.Refuse(ProblemId.RepeatedItem, $"is there twice: {Shown.Quoted(name)}", "remove one of the two.");
                }

                parties.Add(party);
            }
        }

        return parties.ToImmutable();
    }

    /// <summary>What has a meaning of its own is no one's name.</summary>
    public static void RefuseReserved(TextNode name, Field entry)
    {
        if (name.Text == Everyone)
        {
            entry.Log.Add(ProblemId.AmbiguousName, name, $"{entry.Label} has a name that means all people of the plan", "choose another name.");
        }
    }

    private static Party? AudienceOf(string name, Field item, PlanScope scope, bool outsiders)
    {
        if (name == Everyone)
        {
            return new Party(PartyKind.Everyone, Everyone);
        }

        if (Find(name, scope) is { } known)
        {
            return known;
        }

        // A misspelt role must not become a stranger whom no one tells.
        return outsiders && Guess(name, scope) is null
            ? new Party(PartyKind.Outside, name)
            : Refuse(name, item, scope, "a role, a person or everyone");
    }

    private static Party? Find(string name, PlanScope scope) =>
        scope.Roles.Has(name) ? new Party(PartyKind.Role, name)
        : scope.People.Has(name) ? new Party(PartyKind.Person, name)
        : null;

    private static Party? Refuse(string name, Field field, PlanScope scope, string wanted)
    {
        if (scope.People.IsOpen && scope.Roles.IsOpen)
        {
            field.Refuse(ProblemId.UnknownPerson, $"must name {wanted} of the plan: {Shown.Quoted(name)}",
                Guess(name, scope) is { } guess ? $"did you mean {Shown.Quoted(guess)}?" : "define it under \"roles\" or \"people\".");
        }

        return null;
    }

    private static string? Guess(string name, PlanScope scope) => Suggestion.For(name, [.. scope.Roles.Names, .. scope.People.Names, Everyone]);
}
