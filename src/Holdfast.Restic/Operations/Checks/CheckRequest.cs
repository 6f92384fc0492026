namespace Holdfast.Restic.Operations.Checks;

/// <summary>How thoroughly to check a repository.</summary>
/// <param name="ReadData">Read packs back too: all of them, or those of <see cref="Subset"/>.</param>
/// <param name="NoLock">Check while others may write; what they are doing just then can look like damage.</param>
public sealed record CheckRequest(bool ReadData = false, bool NoLock = false)
{
    public TimeSpan LockPatience { get; init; }

    /// <summary>Which packs to read; null: all.</summary>
    public PackSubset? Subset { get; init; }

    /// <summary>What decides a random subset; the same seed chooses the same packs of the same repository.</summary>
    public int Seed { get; init; } = Random.Shared.Next();
}
