using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>How an order ended on the host.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "report")]
[JsonDerivedType(typeof(Done), "done")]
[JsonDerivedType(typeof(Captured), "captured")]
[JsonDerivedType(typeof(ServicesSeen), "services seen")]
[JsonDerivedType(typeof(Failed), "failed")]
public abstract record Report;

/// <param name="Bytes">What was moved, where moving is what the order does.</param>
/// <param name="Note">What an operator should know although all went well; null: nothing.</param>
public sealed record Done(long Bytes = 0, string? Note = null) : Report;

/// <param name="Hint">What to do about it; null: nothing known.</param>
public sealed record Failed(string Why, string? Hint = null) : Report;

/// <param name="TakenAt">The moment that the copy shows: nothing written before it is missing.</param>
public sealed record Captured(DateTimeOffset TakenAt, IReadOnlyList<Copy> Copies) : Report;

/// <summary>What one repository got.</summary>
/// <param name="Snapshot">Null when nothing was kept.</param>
/// <param name="Level">0: not verified, 1: structure complete, 2: every pack that it added was read back and authenticated.</param>
/// <param name="VerifiedAt">When that was known; null at level 0.</param>
/// <param name="Missed">Files that could not be read; with any, the snapshot is partial and no recovery point.</param>
/// <param name="Why">Why nothing was kept or verified; null when all is well.</param>
public sealed record Copy(
    string Repository, string? Snapshot, long Bytes, long Added, int Level, DateTimeOffset? VerifiedAt, IReadOnlyList<string> Missed, string? Why);

/// <summary>Which services run.</summary>
public sealed record ServicesSeen(IReadOnlyList<ServiceSeen> Services) : Report;

/// <param name="Running">Null: it cannot be told.</param>
/// <param name="Why">What is wrong, with the last lines of its log; null: it runs.</param>
public sealed record ServiceSeen(string Service, bool? Running, string? Why);
