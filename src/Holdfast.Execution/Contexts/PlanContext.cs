using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Contexts;

/// <summary>What work on a plan needs: the plan that counts, what is remembered here, the way to the hosts, and how keys are found.</summary>
public sealed record PlanContext(PlanInForce Plan, IRunStore State, IAgentLink Link, KeyFinder Keys, TimeProvider Clock)
{
    /// <summary>The commands that protect the systems where a failover brought them back, as whoever works here types them.</summary>
    public ImmutableArray<string> ToProtectAgain { get; init; } = ["holdfast plan save --as-failed-over --output FILE", "holdfast protect --plan FILE"];
}
