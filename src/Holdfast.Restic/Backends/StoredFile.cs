namespace Holdfast.Restic.Backends;

/// <summary>A file that is stored, and its size in bytes.</summary>
public readonly record struct StoredFile(FileName File, long Size);
