using Holdfast.Restic.Operations.Pruning;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>What was forgotten.</summary>
/// <param name="NotRemoved">Snapshots that the store would not delete. When there is any, nothing is pruned.</param>
/// <param name="Prune">Null: nothing was pruned.</param>
public sealed record ForgetReport(ForgetPlan Plan, IReadOnlyList<Snapshot> Removed, IReadOnlyList<Snapshot> NotRemoved, PruneReport? Prune);
