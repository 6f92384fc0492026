namespace Holdfast.Restic.Operations.Tagging;

/// <summary>What was changed.</summary>
/// <param name="Remarks">Words that name no snapshot, and snapshot files that cannot be read.</param>
public sealed record TagReport(IReadOnlyList<TagChange> Changes, IReadOnlyList<string> Remarks);
