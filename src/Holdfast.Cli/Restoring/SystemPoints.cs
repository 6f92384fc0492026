using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Snapshots;
using Holdfast.Sources.Processes;

namespace Holdfast.Cli.Restoring;

/// <summary>The points of one system in the repositories that answered, by the same rules as those of a failover.</summary>
internal sealed class SystemPoints(Session session, ProtectedSystem system, RepositorySet repositories, PointWish wish)
{
    private readonly RecoveryPoints _choice = Among(session, repositories, wish);

    /// <summary>Documents go back to where the system runs, so the copy that is quickest there comes first.</summary>
    private readonly ProtectedSystem _whereItRuns = system with { RecoversOn = system.RunsOn };

    public ProtectedSystem System => system;

    /// <summary>Every copy, the newest first, with what speaks against it.</summary>
    public IReadOnlyList<KnownPoint> All => _choice.All(_whereItRuns);

    /// <summary>What may be restored, the one to try first coming first.</summary>
    /// <exception cref="RunRefusedException">There is none; the message says why.</exception>
    public IReadOnlyList<RecoveryPoint> Candidates()
    {
        var candidates = _choice.Candidates(_whereItRuns);
        return !candidates.IsEmpty ? candidates : throw new RunRefusedException($"{system.Name} has no point to restore{Why()}; nothing was written.", Hint());
    }

    /// <summary>Why the point is not one that Holdfast would choose; null: it is.</summary>
    public string? WhyNot(RecoveryPoint point) =>
        All.FirstOrDefault(p => (p.Point.Repository, p.Point.Snapshot) == (point.Repository, point.Snapshot))?.WhyNot;

    public Snapshot SnapshotOf(RecoveryPoint point) => repositories.SnapshotsIn(point.Repository).First(s => s.Id.ToString() == point.Snapshot);

    public Restic.Repository RepositoryOf(RecoveryPoint point) => repositories.Open[point.Repository];

    private static RecoveryPoints Among(Session session, RepositorySet repositories, PointWish wish)
    {
        var history = KeptHistory.In(session.State);
        return new(
            repositories, history.Copies, repositories.EpochsBy(session.State), wish, notAfter: null, session.Clock.GetUtcNow(), new(PlanIndex.Of(session.Plan.Plan), history));
    }

    private string Why() => wish.Of(system.Name) is { } named ? $" that begins with {named}"
        : All is [var newest, ..] ? $": of {All.Count} {(All.Count == 1 ? "copy" : "copies")} none counts, the newest because it is {newest.WhyNot}"
        : repositories.Open.IsEmpty ? ": no repository that has its copies answers" : ": no repository that answers has a copy of it";

    private string Hint() => All.Count > 0
        ? $"\"holdfast restore {ShellWord.Of(system.Name)} --list\" shows them; --point SNAPSHOT takes one all the same."
        : repositories.Closed.IsEmpty ? "Take copies with \"holdfast protect\"." : "Reach a repository that has them: the warnings say what kept each from answering.";
}
