namespace Holdfast.Sources;

/// <summary>What a source found when it looked at its own copy, which is whole.</summary>
/// <param name="Held">How many bytes the data itself says are in use; null: as many as are copied.</param>
/// <param name="Warnings">What the copy lacks, or would be at its restore, and what to do about it: sentences.</param>
public sealed record Verified(long? Held, IReadOnlyList<string> Warnings)
{
    /// <summary>Tables of a database that hold rows, by names as <see cref="TableNames"/> makes them; null: not a database, or it could not be asked.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    public static Verified AsItIs { get; } = new(null, []);
}
