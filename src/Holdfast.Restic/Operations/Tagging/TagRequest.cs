using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Tagging;

/// <summary>How to change the tags of which snapshots. Either <see cref="Set"/>, or <see cref="Add"/> and <see cref="Remove"/>.</summary>
public sealed record TagRequest
{
    /// <summary>Ids, how ids begin, or <c>latest</c>. None: all that the filter lets through, but for Holdfast's own records.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    public SnapshotFilter Filter { get; init; } = SnapshotFilter.Any;

    /// <summary>These instead of what there is; null: no such thing. Empty: no tags.</summary>
    public IReadOnlyList<string>? Set { get; init; }

    public IReadOnlyList<string> Add { get; init; } = [];

    public IReadOnlyList<string> Remove { get; init; } = [];

    public TimeSpan LockPatience { get; init; }

    /// <summary>What becomes of a snapshot's tags.</summary>
    internal IReadOnlyList<string> Applied(IReadOnlyList<string> tags)
    {
        if (Set is null)
        {
            return [.. tags.Concat(Add.Where(t => !tags.Contains(t)).Distinct()).Where(t => !Remove.Contains(t))];
        }

        // That a snapshot is not whole is no opinion: only who names the tag takes it away.
        return [.. Set.Concat(tags.Where(t => t == Snapshot.PartialTag)).Distinct()];
    }
}
