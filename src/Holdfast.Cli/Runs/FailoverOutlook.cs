using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Presentation;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Faults;

namespace Holdfast.Cli.Runs;

/// <summary>What a failover will find, said before it begins: each repository with its key, each system's point, each password.</summary>
internal static class FailoverOutlook
{
    /// <returns>Whether a record of who is active seems to be missing, so that older points may be taken than need be.</returns>
    public static async Task<bool> ShowAsync(
        Session session, Loss loss, RepositorySet repositories, PointWish wish, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        foreach (var (name, repository) in repositories.Open)
        {
            session.Screen.Line($"  {name}: opened with its key, {repositories.SnapshotsIn(name).Count} snapshots");
        }

        foreach (var (name, why) in repositories.Closed)
        {
            Screen.Warn($"{name} is not open, and the failover goes on without it until it is: {why}");
        }

        foreach (var line in LostPoints.Lines(repositories, loss.Recoverable.Select(s => s.Name).ToHashSet()))
        {
            Screen.Warn(line);
        }

        var choice = new RecoveryPoints(
            repositories, ProtectionLog.Read(session.State), repositories.EpochsBy(session.State), wish, since, session.Clock.GetUtcNow(),
            new(PlanIndex.Of(session.Plan.Plan), KeptHistory.In(session.State), loss.Links.Contains));
        ProtectedSystem[] protects = [.. loss.Recoverable.Where(s => s.Protection is not null)];
        foreach (var line in choice.Doubts(protects))
        {
            Screen.Alarm(line);
        }

        foreach (var line in Removed(session, loss, repositories, choice))
        {
            Screen.Alarm(line);
        }

        var now = since ?? session.Clock.GetUtcNow();
        foreach (var system in loss.Recoverable.Where(s => s.Protection is not null))
        {
            if (choice.First(system) is { } point)
            {
                session.Screen.Line(
                    $"  {system.Name}: from {point.Repository}, {point.Snapshot[..8]}, taken {Spoken.Of(now > point.TakenAt ? now - point.TakenAt : TimeSpan.Zero)} before"
                    + (point.Verified ? "" : ", not verified") + (point.Why is { } why ? $"; {why}" : ""));
            }
            else
            {
                var none = choice.None(system)!;
                Screen.Warn($"{system.Name} {none.Why}. It will not come back unless a repository opens that has another{(none.LeftOut.IsEmpty ? "." : $" (HINT: {none.Hint})")}");
            }

            await ShowPasswordAsync(session, system, cancellationToken);
        }

        return choice.Unrecorded(protects).Any();
    }

    /// <summary>A repository that was set back, or robbed of its newest copies, shows by what is known of them.</summary>
    private static IEnumerable<string> Removed(Session session, Loss loss, RepositorySet repositories, RecoveryPoints choice)
    {
        var exists = repositories.Contents();
        var known = ProtectionLog.Read(session.State).Where(r => r.Counts && repositories.Open.ContainsKey(r.Repository)).ToLookup(r => r.System);
        foreach (var system in loss.Recoverable.Where(s => s.Protection is not null))
        {
            if (known[system.Name].MaxBy(r => r.TakenAt) is { } newest && !exists(newest)
                && choice.Candidates(system).FirstOrDefault()?.TakenAt is var taken && !(taken >= newest.TakenAt))
            {
                yield return $"{system.Name}: the newest copy that is known, {newest.Snapshot![..8]} of {newest.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, is not in {newest.Repository} any more: the repository was set back, or somebody removed it. "
                    + (taken is { } older ? $"What is brought back is {Spoken.Of(newest.TakenAt - older)} older. Another repository may hold it." : "Another repository may hold it.");
            }
        }
    }

    private static async Task ShowPasswordAsync(Session session, ProtectedSystem system, CancellationToken cancellationToken)
    {
        var world = session.Plan.Real();
        if (world.SourceOf(system, world.RecoveryHostOf(system)) is not { Password: { } reference })
        {
            return;
        }

        try
        {
            await session.Keys(reference, cancellationToken);
            session.Screen.Line($"  {system.Name}: its password is at {reference}");
        }
        catch (RepositoryException e)
        {
            Screen.Warn($"{system.Name}: its password is not to be had, and its checks will fail: {e.Failure.OneLine}");
        }
    }
}
