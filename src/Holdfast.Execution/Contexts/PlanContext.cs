using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;

namespace Holdfast.Execution.Contexts;

/// <summary>What work on a plan needs: the plan that counts, what is remembered here, the way to the hosts, and how keys are found.</summary>
public sealed record PlanContext(PlanInForce Plan, IRunStore State, IAgentLink Link, KeyFinder Keys, TimeProvider Clock);
