using System.Collections.Immutable;
using Holdfast.Execution.AgentLinks;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;

namespace Holdfast.Execution.Executors;

/// <summary>What a run started, counted as operating, and does not run any more: after a reboot of its machine, nothing says so by itself.</summary>
public static class DeadServices
{
    /// <summary>Asks the hosts of the run. Touches nothing.</summary>
    /// <param name="plan">The one that the run followed.</param>
    public static async Task<ImmutableArray<ServiceDied>> OfAsync(
        PlanInForce plan, IRunStore state, string run, IAgentLink link, TimeProvider clock, CancellationToken cancellationToken)
    {
        var events = StoredJournal.Read(state, run).Events;
        if (events.OfType<RunBegan>().FirstOrDefault() is not { } began)
        {
            return [];
        }

        var folded = Run.Of(RecoveryGraph.Of(plan.Plan, began.Systems), events);
        return (await new LastingServices(plan.Real(), link, clock).LookAsync(folded, operating: true, cancellationToken)).Dead;
    }
}
