using Holdfast.Cli.Runs;
using Holdfast.Execution.Contexts;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;

namespace Holdfast.Cli.Readiness;

/// <summary>Services of the newest failover that do not run any more, while the business still rests on them.</summary>
internal static class FailedOverServices
{
    /// <returns>By system, what is wrong; nothing of a system that was made active elsewhere since.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> DeadAsync(Session session, Past past, CancellationToken cancellationToken)
    {
        var failovers = session.State.RunNames().Select(run => (Name: run, Summary: Known.SummaryOf(session.State, run)));
        var (name, summary) = failovers.LastOrDefault(r => r.Summary is { Began.Kind: RunKind.Failover, Ended.Outcome: not RunOutcome.Abandoned });
        if (summary is null)
        {
            return new Dictionary<string, string>();
        }

        try
        {
            var plan = Known.PlanOf(session.State, name);
            var dead = await DeadServices.OfAsync(plan, session.State, name, Hosts.Link(session.Clock, session.State, plan, reaches: false), session.Clock, cancellationToken);
            return dead
                .Where(d => past.LastTakeoverOf(d.Step.System, session.Clock.GetUtcNow()) is not { } last || last.Run == name)
                .GroupBy(d => d.Step.System)
                .ToDictionary(d => d.Key, d => d.First().Why.Split('\n')[0]);
        }
        catch (Exception e) when (e is RunRefusedException or PlanRejectedException or IOException or InvalidOperationException)
        {
            return new Dictionary<string, string>(); // What the run was can't be read any more; what else status says does not rest on it.
        }
    }
}
