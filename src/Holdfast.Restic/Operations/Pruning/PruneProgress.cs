namespace Holdfast.Restic.Operations.Pruning;

/// <summary>How far a prune is, in trees or packs.</summary>
/// <param name="Total">0: no one knows yet.</param>
public sealed record PruneProgress(PruneStage Stage, long Done, long Total);
