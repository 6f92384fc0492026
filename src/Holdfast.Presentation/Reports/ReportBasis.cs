using System.Collections.Immutable;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Plans;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Reports;

/// <summary>All that a report is made from: one look, and what this machine remembers.</summary>
public sealed record ReportBasis
{
    public required PlanInForce Source { get; init; }

    public required ReadinessAnswer Answer { get; init; }

    public required Basis Basis { get; init; }

    public required IReadOnlyCollection<Finding> Findings { get; init; }

    public required Past Past { get; init; }

    /// <summary>Runs that ended and give no figure.</summary>
    public required ImmutableArray<Uncounted> NotCounted { get; init; }

    /// <summary>Sealed journals, the oldest first.</summary>
    public required ImmutableArray<EvidenceFile> Evidence { get; init; }

    /// <summary>From when on what changed is told; null: from the last drill or failover on.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>With the offset of the place.</summary>
    public required DateTimeOffset Now { get; init; }

    public required string Machine { get; init; }

    /// <summary>Where what is remembered is kept.</summary>
    public required string State { get; init; }

    /// <summary>Whether the plan is signed, in words.</summary>
    public required string SignedWord { get; init; }

    /// <summary>Of this program.</summary>
    public required string Version { get; init; }

    public Plan Plan => Source.Plan;

    /// <summary>Those that lack most first.</summary>
    public IEnumerable<SystemReadiness> WorstFirst => Answer.Systems.OrderByDescending(s => s.Verdict).ThenBy(s => s.Lacks.Select(l => l.Kind).FirstOrDefault(LackKind.NeedsAnother));

    /// <summary>Drills and failovers whose figures count, by run, the oldest first, without those that a wrong clock dated.</summary>
    public IEnumerable<IGrouping<string, Trial>> Runs => Past.Record.Trials.Where(t => !ClockSkew.IsAhead(t.At, Now)).GroupBy(t => t.Run);
}
