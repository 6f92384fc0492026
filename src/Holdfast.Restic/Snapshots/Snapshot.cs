using Holdfast.Restic.Format;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Snapshots;

/// <summary>What was backed up, where and when, and the tree that holds it.</summary>
public sealed record Snapshot
{
    public required SnapshotId Id { get; init; }

    /// <summary>With the offset from UTC of the clock where it was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The time to the nanosecond, as its file has it.</summary>
    public FileTime ExactTime => FileTime.Of(Time) is var time ? time with { Nanoseconds = time.Nanoseconds + TimeRest } : default;

    /// <summary>Nanoseconds that <see cref="Time"/> cannot hold: 0 to 99.</summary>
    internal int TimeRest { get; init; }

    public SnapshotId? Parent { get; init; }

    /// <summary>The tree blob of its root folder.</summary>
    public required BlobId Tree { get; init; }

    public IReadOnlyList<string> Paths { get; init; } = [];

    public string HostName { get; init; } = "";

    public string UserName { get; init; } = "";

    public uint UserId { get; init; }

    public uint GroupId { get; init; }

    public IReadOnlyList<string> Excludes { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public SnapshotId? Original { get; init; }

    public string ProgramVersion { get; init; } = "";

    /// <summary>Null in snapshots of programs that wrote none.</summary>
    public SnapshotSummary? Summary { get; init; }

    /// <summary>Some files could not be read when it was made, so it does not hold all it was meant to.</summary>
    public bool IsPartial => Tags.Contains(PartialTag);

    /// <summary>It holds a record of Holdfast, such as a plan or a journal, and is no recovery point.</summary>
    public bool IsRecord => Tags.Any(RecordTags.IsOne);

    /// <summary>Whether it says the same in all but parent, origin and what wrote it.</summary>
    internal bool IsLike(Snapshot other) =>
        Time == other.Time && Tree == other.Tree && HostName == other.HostName && UserName == other.UserName && UserId == other.UserId
        && GroupId == other.GroupId && AreSame(Paths, other.Paths) && AreSame(Excludes, other.Excludes) && AreSame(Tags, other.Tags);

    private static bool AreSame(IReadOnlyList<string> a, IReadOnlyList<string> b) => a.Count == b.Count && a.ToHashSet().SetEquals(b);

    /// <summary>The tag that says that it is partial.</summary>
    public const string PartialTag = "holdfast:partial";
}
