using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Checks;

/// <summary>What the names and sizes of a store's files say.</summary>
/// <param name="Lost">Each snapshot that needs what is lost, and what that is.</param>
/// <param name="PackBytes">How long all packs are together that are there, whether anything needs them or not.</param>
public sealed record PresenceReport(IReadOnlyDictionary<SnapshotId, string> Lost, long PackBytes);
