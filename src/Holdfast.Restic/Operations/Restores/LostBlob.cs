namespace Holdfast.Restic.Operations.Restores;

/// <summary>Something that the repository should have given and could not.</summary>
/// <param name="Pack">The pack that should hold it; null: no index knows one.</param>
/// <param name="Damaged">Trying again does not help; otherwise it may be a matter of reaching the store.</param>
public sealed record LostBlob(string? Pack, bool Damaged, string Why);
