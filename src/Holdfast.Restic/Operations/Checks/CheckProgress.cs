namespace Holdfast.Restic.Operations.Checks;

/// <summary>How far a check is.</summary>
/// <param name="PacksTotal">0 while the structure is checked.</param>
public sealed record CheckProgress(long TreesDone, long PacksDone, long PacksTotal);
