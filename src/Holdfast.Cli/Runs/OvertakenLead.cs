using Holdfast.Execution.Executors;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Runs;

/// <summary>Failovers from which this one takes the systems, told to go ahead with <c>--again</c>, and which may still run somewhere.</summary>
internal sealed class OvertakenLead(Session session, Loss loss, RepositorySet repositories, bool again)
{
    private readonly Move[] _running = again ? [.. new EarlierFailovers(session.Plan, session.State).MayStillRun(repositories.EpochsBy(session.State), loss.Recoverable)] : [];

    /// <summary>For the evidence.</summary>
    public IEnumerable<string> Doubts => _running.Select(m => $"{Named(m)} may still have run when this failover took its systems over");

    public void Show()
    {
        foreach (var move in _running)
        {
            Screen.Alarm(
                $"{Named(move)}, begun {move.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, leads what this one takes over, and nothing here tells that it has ended. If it still runs, it stops when it sees this one, "
                + $"and what it brought back stays as it is. Better stop it first, where it runs: holdfast run abort {move.Run}");
        }
    }

    /// <param name="yes">No one can answer: <c>--again</c> was said, and what was shown is in the evidence.</param>
    public void Agree(bool yes)
    {
        if (_running.Length > 0 && !yes)
        {
            PlanTrust.Confirm($"Take over from {string.Join(", ", _running.Select(m => m.Run))}?");
        }
    }

    private static string Named(Move move) => $"{move.Run}{(move.Leader.Length == 0 ? "" : $" of {move.Leader}")}";
}
