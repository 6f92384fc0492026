using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>A system of the business: its objectives, what it needs, how it is protected and how it comes back.</summary>
/// <param name="Needs">Names of the systems that must operate before this one can be recovered.</param>
/// <param name="Recover">In order; the last one's success means the system operates again.</param>
public sealed record ProtectedSystem(
    string Name,
    TimeSpan Rto,
    TimeSpan Rpo,
    ImmutableArray<string> Needs,
    string RunsOn,
    string RecoversOn,
    Protection Protection,
    ImmutableArray<RecoveryStep> Recover);

/// <summary>What is protected, how often, and into which repositories.</summary>
public sealed record Protection(ProtectedData Data, TimeSpan Every, ImmutableArray<string> To);
