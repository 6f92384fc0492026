using System.Collections.Immutable;
using Holdfast.Execution.Alerts;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Upkeep;
using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;

namespace Holdfast.Presentation.Metrics;

/// <summary>All of one look that metrics are made from.</summary>
public sealed record MetricsBasis
{
    public required PlanInForce Source { get; init; }

    public required ReadinessAnswer Answer { get; init; }

    public required Basis Basis { get; init; }

    public required RepositorySet Contents { get; init; }

    public required ImmutableArray<CopyStanding> Copies { get; init; }

    public required IReadOnlyCollection<Finding> Findings { get; init; }

    public required IReadOnlyCollection<Trouble> Troubles { get; init; }

    public required IReadOnlyCollection<RepositoryRoom> Rooms { get; init; }

    public required ImmutableArray<UpkeepStanding> Upkeep { get; init; }

    /// <summary>What was told and what waits.</summary>
    public required AlertState Alerts { get; init; }

    /// <summary>Whether a process of this machine keeps the schedule.</summary>
    public required bool IsScheduled { get; init; }

    /// <summary>Why it keeps it by an older plan; null: it does not.</summary>
    public required UnusablePlan? Unusable { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>How long looking took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Of this program.</summary>
    public required string Version { get; init; }

    public Plan Plan => Source.Plan;

    /// <summary>Whether a repository answered and could be looked through, so that something is known of what is in it now.</summary>
    public bool IsSeen(string repository) => !Basis.Unseen.ContainsKey(repository);

    /// <summary>Null where a wrong clock dated it: what is later than now would never grow old.</summary>
    public DateTimeOffset? Past(DateTimeOffset? at) => at is { } known && ClockSkew.IsAhead(known, Now) ? null : at;
}
