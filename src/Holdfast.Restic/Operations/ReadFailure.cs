namespace Holdfast.Restic.Operations;

/// <summary>Something that could not be read, and why.</summary>
public sealed record ReadFailure(string Path, string Why);
