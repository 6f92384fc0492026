using System.Collections.Immutable;
using Holdfast.Recovery.Plans;

namespace Holdfast.Presentation.Plans.Shown;

/// <summary>One thing of the plan, as Holdfast understands it.</summary>
/// <param name="At">Where it is written; null: nowhere, every plan has it.</param>
/// <param name="Parts">What it consists of, in order: the steps of a recovery.</param>
public sealed record ShownThing(string Name, Place? At, ImmutableArray<ShownValue> Values, ImmutableArray<ShownThing> Parts);

/// <summary>The things of one kind.</summary>
/// <param name="Kind">Of each of them, such as <c>system</c>.</param>
/// <param name="Key">Of all of them: in JSON, and, in words, in the plan.</param>
/// <param name="Note">A line that belongs to all of them; null: none.</param>
public sealed record ShownSection(string Title, string Kind, string Key, ImmutableArray<ShownThing> Things, string? Note = null);
