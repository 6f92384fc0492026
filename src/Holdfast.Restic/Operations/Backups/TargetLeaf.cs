using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Backups;

/// <summary>A file or folder of this machine that is walked from here on.</summary>
/// <param name="Path">How to reach it; its last name is a real one.</param>
/// <param name="Target">The target that it belongs to: itself, or a folder around it.</param>
/// <param name="IsPlaced">Its place in the snapshot was chosen.</param>
internal sealed record TargetLeaf(RawPath Path, RawPath Target, bool IsPlaced);
