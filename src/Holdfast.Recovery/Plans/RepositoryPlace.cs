using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>A repository of the plan: where it is, at which site, and where its key is found (never the key).</summary>
/// <param name="At">A path, relative to the plan's folder or absolute; or an address, such as <c>sftp:backup@vault:/data</c>.</param>
public sealed record RepositoryPlace(string Name, string At, string Site, KeyReference Key)
{
    /// <summary>The host whose disks hold it; null: it stands at the site by itself.</summary>
    public string? On { get; init; }

    /// <summary>What it is lost with besides its site and its host.</summary>
    public ImmutableArray<FailureDomain> FailsWith { get; init; } = [];

    /// <summary>How long the storage lets no one change what was written; null: not at all.</summary>
    public CalendarSpan? Immutable { get; init; }

    /// <summary>Whether nothing reaches it while no copy is made.</summary>
    public bool Offline { get; init; }

    /// <summary>When nothing of it is read back and nothing removed by itself; null: at any time something may be.</summary>
    public PartOfDay? NotBetween { get; init; }

    public Medium Medium { get; init; }

    /// <summary>How fast it is read, by the plan's own word.</summary>
    public DataRate? Reads { get; init; }

    /// <summary>Null: it is a folder.</summary>
    public RepositoryKind? Kind => RepositoryKind.Of(At);

    public bool IsFolder => Kind is null;
}

/// <summary>What the copies are written on.</summary>
public enum Medium { Disk, ObjectStorage, Tape, RemovableDisk }
