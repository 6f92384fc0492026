using System.Text.Json.Serialization;
using Holdfast.Failures;

namespace Holdfast.Protocol;

/// <summary>How an order ended on the host.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "report")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Captured), "captured")]
[JsonDerivedType(typeof(ServicesSeen), "services seen")]
[JsonDerivedType(typeof(HostSeen), "host seen")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record Report;

/// <param name="Bytes">What was moved, where moving is what the order does.</param>
/// <param name="Note">What an operator should know although all went well; null: nothing.</param>
public sealed record Done(long Bytes = 0, string? Note = null) : Report
{
    /// <summary>Whether another program than the run's may have given the answer, so that it proves nothing by itself; the note says why, if more is known.</summary>
    public bool Unproven { get; init; }
}

/// <param name="Hint">What to do about it; null: nothing known.</param>
public sealed record Failed(string Why, string? Hint = null) : Report
{
    public static Failed Of(Failure failure) => new(failure.Message, failure.Hint) { Code = failure.Code, MayPass = failure.MayPass };

    /// <summary>One of <see cref="FailureCode"/>.</summary>
    public string Code { get; init; } = FailureCode.Host;

    /// <summary>Whether the same order may succeed later without anything being put right.</summary>
    public bool MayPass { get; init; }

    [JsonIgnore]
    public Failure Failure => new(Code, Why, Hint) { MayPass = MayPass };

    /// <summary>Whether the repository is the reason, so that another copy may do what this one could not.</summary>
    public bool OfRepository { get; init; }

    /// <summary>Whether what is stored there is damaged, missing or not what the system's data is; otherwise it could not be opened or reached.</summary>
    public bool Damaged { get; init; }

    /// <summary>Packs that were read and found damaged, by name.</summary>
    public IReadOnlyList<string> DamagedPacks { get; init; } = [];
}

/// <param name="TakenAt">The moment that the copy shows: nothing written before it is missing.</param>
/// <param name="Held">How many bytes the data says are in use; null: as many as were copied.</param>
/// <param name="Mounts">The file systems that the data is on, by where each is mounted.</param>
/// <param name="Tables">Tables of a database that hold rows; null: the data is not one, or could not be asked.</param>
public sealed record Captured(
    DateTimeOffset TakenAt, IReadOnlyList<Copy> Copies, long? Held = null, IReadOnlyList<string>? Mounts = null, IReadOnlyList<string>? Tables = null) : Report;

/// <summary>What one repository got.</summary>
/// <param name="Snapshot">Null when nothing was kept.</param>
/// <param name="Level">0: not verified, 1: structure complete, 2: every pack that it added was read back and authenticated.</param>
/// <param name="VerifiedAt">When that was known; null at level 0.</param>
/// <param name="Missed">Files that could not be read; with any, the snapshot is partial and no recovery point.</param>
/// <param name="Why">Why nothing was kept or verified; null when all is well.</param>
public sealed record Copy(
    string Repository, string? Snapshot, long Bytes, long Added, int Level, DateTimeOffset? VerifiedAt, IReadOnlyList<string> Missed, string? Why)
{
    /// <summary>Why its content is probably not what the system should hold; it is kept and tagged. Null: nothing says so.</summary>
    public string? Suspect { get; init; }

    /// <summary>What is to be put right although the copy counts.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Those of the warnings that say that it holds less than the system did: no later copy is held against this one until an operator accepts it.</summary>
    public IReadOnlyList<string> Shrunk { get; init; } = [];

    /// <summary>Packs that were written, and were not good when they were read back.</summary>
    public IReadOnlyList<string> DamagedPacks { get; init; } = [];

    public long Files { get; init; }

    /// <summary>How much of the last good copy's files it has not, or under other names: from 0 to 1; null: not compared.</summary>
    public double? Changed { get; init; }

    /// <summary>How many files of the last good copy it has neither by name nor by content; null: not compared.</summary>
    public long? Gone { get; init; }

    /// <summary>How many files that had content then are empty now; null: not compared.</summary>
    public long? Emptied { get; init; }
}

/// <summary>Which services run.</summary>
public sealed record ServicesSeen(IReadOnlyList<ServiceSeen> Services) : Report;

/// <param name="Running">Null: it cannot be told.</param>
/// <param name="Why">What is wrong, with the last lines of its log; null: it runs.</param>
public sealed record ServiceSeen(string Service, bool? Running, string? Why);

/// <summary>What a host has of what recovery needs.</summary>
/// <param name="FreeBytes">In the file system of the host's folder; null: not known.</param>
public sealed record HostSeen(long? FreeBytes, IReadOnlyList<HostFinding> Findings) : Report;

/// <param name="What">Such as <c>program psql</c>.</param>
/// <param name="Good">Null: it can't be told.</param>
/// <param name="Note">What is wrong, or what was measured; null: nothing more to say.</param>
public sealed record HostFinding(string What, bool? Good, string? Note = null)
{
    /// <summary>The name of a repository at whose place there is nothing; null: it is not about one, or there is something.</summary>
    public string? Unmade { get; init; }
}
