using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>
/// A mapping of the plan's language: every key that may stand in it. Each reader has its own and reads by it, and the published JSON Schema is
/// made from them, so that the two can't drift apart.
/// </summary>
/// <param name="Name">Of its kind, such as <c>host</c>; the schema refers to it by that.</param>
/// <param name="Says">What it is, for editors.</param>
internal sealed record Shape(string Name, string Says, params ImmutableArray<Key> Keys)
{
    /// <summary>Where one of several keys says what the mapping is: those, with the keys that only stand beside them. Empty: it is always the same.</summary>
    public ImmutableArray<Alternative> Alternatives { get; init; } = [];

    /// <summary>Sets of keys of which one must be there, whole.</summary>
    public ImmutableArray<ImmutableArray<string>> OneOf { get; init; } = [];

    /// <summary>Sets of keys of which at least one must be there, whole.</summary>
    public ImmutableArray<ImmutableArray<string>> AnyOf { get; init; } = [];

    /// <summary>Every key, each once, those that decide before those that stand beside all.</summary>
    public IEnumerable<string> Names => Alternatives.SelectMany(a => a.Keys).Concat(Keys).Select(k => k.Name).Distinct();
}

/// <summary>What a mapping is when a certain key stands in it.</summary>
/// <param name="Deciding">The key that says so.</param>
/// <param name="Others">Keys that only this one may have beside it.</param>
internal sealed record Alternative(Key Deciding, params ImmutableArray<Key> Others)
{
    public IEnumerable<Key> Keys => [Deciding, .. Others];
}
