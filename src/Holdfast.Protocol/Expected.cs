namespace Holdfast.Protocol;

/// <summary>What a new copy is held against: the best of the system's past, what is usual for it, and what the plan says.</summary>
public sealed record Expected
{
    /// <summary>The most files that its good copies of late held; null: there are none, or it is not known.</summary>
    public long? Files { get; init; }

    /// <summary>The same of bytes.</summary>
    public long? Bytes { get; init; }

    /// <summary>Tables of databases that held rows and usually do; null: not known, or the data is not a database.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    /// <summary>The file systems that its data was on, by where each is mounted.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>What the plan said that the data was when those copies were taken, where that is not what it says now: then less is a matter for an operator, and not suspect.</summary>
    public string? SaidBefore { get; init; }

    /// <summary>The last good snapshot of each repository.</summary>
    public IReadOnlyDictionary<string, string> Snapshots { get; init; } = new Dictionary<string, string>();

    /// <summary>The fewest files of a copy of late that an operator took for good; null: none was accepted.</summary>
    public long? FilesAccepted { get; init; }

    /// <summary>The same of bytes.</summary>
    public long? BytesAccepted { get; init; }

    /// <summary>The largest share of files that ever changed from one copy to the next and still counted.</summary>
    public double Changed { get; init; }

    /// <summary>How much the plan says that the system holds; null: it does not say.</summary>
    public long? Size { get; init; }

    /// <summary>How many bytes a copy must hold by the plan's word.</summary>
    public long? AtLeastBytes { get; init; }

    /// <summary>How many files.</summary>
    public long? AtLeastFiles { get; init; }
}
