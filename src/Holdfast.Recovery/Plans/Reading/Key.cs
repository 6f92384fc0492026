namespace Holdfast.Recovery.Plans.Reading;

/// <summary>One key of a mapping in a plan.</summary>
/// <param name="Value">What may stand after the colon.</param>
/// <param name="Says">What it means, for editors; null: its kind of value says it.</param>
/// <param name="Needed">Whether a mapping without it is not whole.</param>
internal sealed record Key(string Name, Written Value, string? Says = null, bool Needed = false);
