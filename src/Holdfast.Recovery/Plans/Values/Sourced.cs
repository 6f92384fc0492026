namespace Holdfast.Recovery.Plans.Values;

/// <summary>A value, and who said so.</summary>
public readonly record struct Sourced<T>(T Value, ValueSource From);

public enum ValueSource
{
    /// <summary>The plan says it of this very thing.</summary>
    Written,

    /// <summary>The tier of the system.</summary>
    Tier,

    /// <summary>No one; it is what holds when nothing is said.</summary>
    Default,
}
