namespace Holdfast.Restic.Snapshots;

/// <summary>An extended attribute of a file; ACLs and capabilities are such.</summary>
public sealed record Xattr(string Name, ReadOnlyMemory<byte> Value);
