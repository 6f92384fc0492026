using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Recovery.Readiness.Answers;

/// <summary>Whether a system would be back in time and with little enough lost, whatever happens, and what proves it.</summary>
/// <param name="Slowest">The loss after which it comes back last.</param>
/// <param name="Costliest">The loss that takes most of its data.</param>
/// <param name="Point">The moment that the newest verified copy shows that is still there; null: there is none.</param>
/// <param name="LastTrial">Its newest drill or failover; null: there was none.</param>
/// <param name="LastMeasured">The newest in which it operated again.</param>
/// <param name="Lacks">What keeps it from being ready, the worst first; empty: it is.</param>
public sealed record SystemReadiness(
    ProtectedSystem System,
    SystemOutlook Slowest,
    SystemOutlook Costliest,
    DateTimeOffset? Point,
    Trial? LastTrial,
    Trial? LastMeasured,
    Reliability Reliability,
    ImmutableArray<Lack> Lacks)
{
    public Verdict Verdict => VerdictOf(Lacks);

    /// <summary>From the disaster until it operates again, after the loss that delays it most; half the time no longer.</summary>
    public Figure Rto => Slowest.Expected?.Rto ?? Figure.Unknown;

    public Figure RtoP90 => Slowest.Expected?.RtoP90 ?? Figure.Unknown;

    /// <summary>What would be lost at most, after the loss that takes most.</summary>
    public Figure Rpo => Costliest.Expected?.Rpo ?? Figure.Unknown;

    /// <summary>When the oldest of the measurements was made that the time rests on; null: it rests on none.</summary>
    public DateTimeOffset? EvidenceOf => Slowest.Expected?.Recovery.AsOf;

    /// <summary>The same, held back by one that it needs and that is not ready.</summary>
    public SystemReadiness Needing(string other) => this with { Lacks = Lacks.Add(new(LackKind.NeedsAnother, other)) };

    /// <summary>The same, with what it lacks besides.</summary>
    public SystemReadiness Lacking(Lack lack) => this with { Lacks = [.. Lacks.Append(lack).OrderBy(l => l.Kind)] };

    private static Verdict VerdictOf(ImmutableArray<Lack> lacks) => lacks.Select(l => l.Verdict).DefaultIfEmpty(Verdict.Good).Max();
}
