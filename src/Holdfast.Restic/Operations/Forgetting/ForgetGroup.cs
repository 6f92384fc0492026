using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>What the policy says about one group.</summary>
public sealed record ForgetGroup(SnapshotGroupKey Key, Retention Retention);
