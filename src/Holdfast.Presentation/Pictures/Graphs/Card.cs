using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Holdfast.Presentation.Pictures.Graphs;

/// <summary>One box of the picture. Each is its own, however alike two of them are.</summary>
public sealed class Card
{
    public required CardKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Under the name, in small letters.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>Everything about it, for those who point at it.</summary>
    public required string Title { get; init; }

    public Mark Mark { get; init; }

    /// <summary>From 1, in the order of the plan's tiers; null: it has none, or needs none.</summary>
    public int? Tier { get; init; }
}

public enum CardKind { Process, System, Repository }

/// <summary>What a scenario does to a thing.</summary>
public enum Mark
{
    None,

    /// <summary>It stands still as long as something that it needs is lost.</summary>
    StandsStill,

    Lost,

    /// <summary>It is lost, and the plan can't bring it back.</summary>
    LostForGood,
}

/// <summary>A host with the systems that run on it.</summary>
public sealed record Lane(string Name, string Note, string Title, Mark Mark, ImmutableArray<Card> Systems)
{
    // Each is its own, as cards are.
    public bool Equals(Lane? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}

/// <param name="Repositories">Each with the lane of the host that holds it, where one does.</param>
public sealed record SiteFrame(string Name, string Note, string Title, Mark Mark, ImmutableArray<Lane> Lanes, ImmutableArray<(Card Card, Lane? On)> Repositories);

/// <summary>What the picture of a plan shows, before anything has a place.</summary>
/// <param name="Notes">Lines under the heading.</param>
/// <param name="Needs">From what needs to what is needed.</param>
/// <param name="Copies">From the host whose systems are copied to the repository.</param>
/// <param name="Tiers">Those that a system has.</param>
/// <param name="Compact">Whether there is so much that boxes say their names and objectives alone.</param>
public sealed record Scene(
    string Heading,
    ImmutableArray<string> Notes,
    ImmutableArray<Card> Processes,
    ImmutableArray<SiteFrame> Sites,
    ImmutableArray<(Card From, Card To)> Needs,
    ImmutableArray<(Lane From, Card To)> Copies,
    ImmutableArray<TierLook> Tiers,
    bool Compact,
    bool ShowsLoss);

/// <summary>How the systems of a tier look: by its number first, and by a colour that is a shade of grey on paper.</summary>
public sealed record TierLook(int Number, string Name, string Text)
{
    // Dark for what matters most, so that the order survives a printer without colours.
    private static readonly string[] Colors = ["#7a1f3d", "#b5541c", "#2f6d8f", "#6f7f2a", "#7d7d7d", "#4d4d8f"];

    public string Color => ColorOf(Number);

    public static string ColorOf(int? number) => number is { } known ? Colors[(known - 1) % Colors.Length] : "#ffffff";
}
