using Holdfast.Restic.Format;

namespace Holdfast.Restic.Index;

/// <summary>A blob that was handed over to be stored.</summary>
/// <param name="Added">Bytes of plaintext, 0 when the repository had it already; <paramref name="Stored"/>: what they take up in it.</param>
internal readonly record struct StoredBlob(BlobId Id, int Added, int Stored);
