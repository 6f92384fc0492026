using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>A snapshot that stays, and the rules that say so, in restic's words.</summary>
public sealed record KeptSnapshot(Snapshot Snapshot, IReadOnlyList<string> Reasons);
