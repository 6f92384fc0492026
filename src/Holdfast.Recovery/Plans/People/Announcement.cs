using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.People;

/// <summary>Whom the plan tells what, when, and how soon it must be known.</summary>
/// <param name="When">The moment; null where it is told again and again.</param>
/// <param name="Every">How often it is told while the emergency lasts; null where it is told once.</param>
/// <param name="AcknowledgeWithin">How long those who were told have to answer.</param>
/// <param name="OtherwiseTell">Who is told when no one answered.</param>
/// <param name="Within">How soon after the declaration it must have been told.</param>
public sealed record Announcement(
    Moment? When,
    TimeSpan? Every,
    ImmutableArray<Party> Tell,
    ImmutableArray<Channel> By,
    TimeSpan? AcknowledgeWithin,
    Party? OtherwiseTell,
    TimeSpan? Within,
    string? Says);

/// <summary>What happens to an emergency, in this order; an abandoned one is not recovered from.</summary>
public enum Moment { Detected, Declared, Recovering, Recovered, Abandoned }
