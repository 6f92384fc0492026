using System.Text.Json.Serialization;

namespace Holdfast.Recovery.Runs;

/// <summary>A snapshot that a system is brought back from.</summary>
/// <param name="TakenAt">The moment that it shows.</param>
/// <param name="Bytes">What a restore of it writes; null where the snapshot does not say.</param>
/// <param name="Verified">Level 2 or better was reached before the run began.</param>
public sealed record RecoveryPoint(
    string System, string Repository, string Snapshot, DateTimeOffset TakenAt, long? Bytes, bool Verified)
{
    /// <summary>Why this copy and no other of the same moment; null: there was no other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }
}
