namespace Holdfast.Restic.Operations.Restores;

/// <summary>How far a restore is.</summary>
/// <param name="Counts">So far; what is planned grows while trees are read.</param>
/// <param name="Current">What was done last.</param>
public sealed record RestoreProgress(RestoreCounts Counts, string Current);
