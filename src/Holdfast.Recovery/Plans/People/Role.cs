using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.People;

/// <summary>A part that someone plays when it counts.</summary>
/// <param name="HeldBy">People; the first who can be reached holds it, the others stand in.</param>
public sealed record Role(string Name, ImmutableArray<string> HeldBy, string? Does)
{
    private static readonly string[] LeadingWords = ["lead", "coordinator", "commander", "manager"];

    /// <summary>Whether its name says that who holds it leads the recovery.</summary>
    public bool Leads => LeadingWords.Any(word => Name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
