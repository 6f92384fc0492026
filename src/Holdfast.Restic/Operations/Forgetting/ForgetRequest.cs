using Holdfast.Restic.Operations.Pruning;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Forgetting;

/// <summary>Which snapshots to forget: those that are named, or else those that a policy does not keep.</summary>
public sealed record ForgetRequest
{
    /// <summary>Ids, how ids begin, or <c>latest</c>. When there is any, the policy says nothing.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>The policy looks at these only.</summary>
    public SnapshotFilter Filter { get; init; } = SnapshotFilter.Any;

    /// <summary>The policy looks at each group by itself.</summary>
    public SnapshotGrouping Grouping { get; init; } = SnapshotGrouping.HostAndPaths;

    public KeepPolicy Policy { get; init; } = new();

    /// <summary>An empty policy forgets everything that the filter lets through; there must be a filter.</summary>
    public bool AllowRemoveAll { get; init; }

    /// <summary>Free the space right after, if anything was forgotten. Whether it is a dry run and how to lock is said here, not there.</summary>
    public PruneRequest? Prune { get; init; }

    /// <summary>Only plan.</summary>
    public bool DryRun { get; init; }

    /// <summary>Take no lock; with <see cref="DryRun"/> only.</summary>
    public bool NoLock { get; init; }

    public TimeSpan LockPatience { get; init; }
}
