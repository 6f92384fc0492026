using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>A piece of the plan's text and where it stands. Classes, not records: comparing or printing them must not recurse.</summary>
internal abstract class PlanNode(Place at)
{
    public Place At { get; } = at;
}

/// <param name="isNull">Whether YAML takes it for nothing: an unquoted <c>~</c>, <c>null</c>, or no text at all.</param>
internal sealed class TextNode(string text, bool isNull, Place at) : PlanNode(at)
{
    public string Text { get; } = text;

    public bool IsNull { get; } = isNull;
}

internal sealed class ListNode(ImmutableArray<PlanNode> items, Place at) : PlanNode(at)
{
    public ImmutableArray<PlanNode> Items { get; } = items;
}

/// <summary>Its keys are different from each other.</summary>
internal sealed class MapNode(ImmutableArray<MapEntry> entries, Place at) : PlanNode(at)
{
    public ImmutableArray<MapEntry> Entries { get; } = entries;
}

/// <summary>Something that a problem was already reported for: whoever meets it says nothing more.</summary>
internal sealed class RefusedNode(Place at) : PlanNode(at);

internal sealed record MapEntry(TextNode Key, PlanNode Value);
