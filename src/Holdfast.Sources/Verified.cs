namespace Holdfast.Sources;

/// <summary>What a source found when it looked at its own copy, which is whole.</summary>
/// <param name="Held">How many bytes the data itself says are in use; null: as many as are copied.</param>
/// <param name="Warnings">What the copy lacks, or would be at its restore, and what to do about it: sentences.</param>
public sealed record Verified(long? Held, IReadOnlyList<string> Warnings)
{
    public static Verified AsItIs { get; } = new(null, []);
}
