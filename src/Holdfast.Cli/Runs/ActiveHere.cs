using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Runs;

/// <summary>Whether an operator may say that systems are active where the plan runs them again.</summary>
internal static class ActiveHere
{
    /// <exception cref="RunRefusedException">The plan does not say which machine this is, or what a failover of this machine started still runs: two places would work with the same systems.</exception>
    public static async Task RefuseIfElsewhereAsync(Session session, ProtectedSystem[] systems, CancellationToken cancellationToken)
    {
        var again = string.Join(", then ", session.ToProtectAgain);
        if (!session.Trust.IsLocal)
        {
            throw new RunRefusedException(
                $"--active-here is refused: the plan in {session.Plan.Origin} says where the systems ran when it was stored, and not on which machine this is.",
                $"Where a failover brought them back: {again}. On their old host: --plan with the plan's file.");
        }

        var known = EpochRecord.In([], new EpochMemory(session.State));
        var aftermath = new Aftermath(session.Plan, session.State, session.Link, session.Keys, session.Clock, Screen.Warn);
        foreach (var run in systems.Select(s => known.MovedFrom(s.RunsOn, s.Name)?.Run).OfType<string>().Distinct())
        {
            if (await aftermath.RunningAsync(run, cancellationToken) is { Count: > 0 } running)
            {
                throw new RunRefusedException(
                    $"--active-here is refused: what {run} started still runs on this machine: {string.Join(", ", running)}.",
                    $"If the systems are to go back to {string.Join(", ", systems.Select(s => s.RunsOn).Distinct())}: holdfast run stop {run}, then the same again. To protect them where they run now: {again}");
            }
        }
    }
}
