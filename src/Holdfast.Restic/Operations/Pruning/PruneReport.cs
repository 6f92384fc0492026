using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Pruning;

/// <summary>What a prune did.</summary>
/// <param name="NotRemoved">Packs that no one needs but that the store would not delete; the next prune tries again.</param>
public sealed record PruneReport(PrunePlan Plan, IReadOnlyList<PackId> NotRemoved, TimeSpan Elapsed);
