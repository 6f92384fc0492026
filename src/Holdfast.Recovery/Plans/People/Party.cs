namespace Holdfast.Recovery.Plans.People;

/// <summary>Whom something is for: one person, whoever holds a role, everyone, or someone outside.</summary>
/// <param name="Name">Of the person or the role, or the words for someone outside, such as <c>regulator</c>.</param>
public readonly record struct Party(PartyKind Kind, string Name)
{
    public override string ToString() => Name;
}

public enum PartyKind { Person, Role, Everyone, Outside }
