using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>A piece of the plan's text and where it stands. Classes, not records: comparing or printing them must not recurse.</summary>
internal abstract class PlanNode(int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}

/// <param name="isNull">Whether YAML takes it for nothing: an unquoted <c>~</c>, <c>null</c>, or no text at all.</param>
internal sealed class TextNode(string text, bool isNull, int line, int column) : PlanNode(line, column)
{
    public string Text { get; } = text;

    public bool IsNull { get; } = isNull;
}

internal sealed class ListNode(ImmutableArray<PlanNode> items, int line, int column) : PlanNode(line, column)
{
    public ImmutableArray<PlanNode> Items { get; } = items;
}

/// <summary>Its keys are different from each other.</summary>
internal sealed class MapNode(ImmutableArray<MapEntry> entries, int line, int column) : PlanNode(line, column)
{
    public ImmutableArray<MapEntry> Entries { get; } = entries;
}

/// <summary>Something that a problem was already reported for: whoever meets it says nothing more.</summary>
internal sealed class RefusedNode(int line, int column) : PlanNode(line, column);

internal sealed record MapEntry(TextNode Key, PlanNode Value);
