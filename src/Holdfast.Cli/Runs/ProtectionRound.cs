using System.Globalization;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic;
using Holdfast.Stages.Journals;
using Holdfast.Stages.Protection;
using Holdfast.Stages.Repositories;

namespace Holdfast.Cli.Runs;

/// <summary>The repositories opened for writing, the plan kept in them, and the systems whose copies count here and now.</summary>
internal sealed class ProtectionRound : IAsyncDisposable
{
    private readonly Session _session;
    private readonly OpenRepositories _repositories;
    private readonly Protector _protector;
    private readonly int _epoch;

    private ProtectionRound(Session session, OpenRepositories repositories, int epoch, ProtectedSystem[] active)
    {
        _session = session;
        _repositories = repositories;
        _protector = new(session.Plan.Real(), session.State, session.Link, session.Clock);
        _epoch = epoch;
        Active = active;
    }

    /// <summary>Those of the systems asked for that no failover made active elsewhere.</summary>
    public ProtectedSystem[] Active { get; }

    /// <param name="activeHere">Whether the operator says that the systems are active here again.</param>
    /// <exception cref="RunRefusedException">None of the systems is active here any more.</exception>
    public static async Task<ProtectionRound> OpenAsync(
        Session session, ProtectedSystem[] systems, bool activeHere, CancellationToken cancellationToken)
    {
        var repositories = await FirstUse.OpenAsync(
            session.Plan.Real(), session.State, session.Link, Hosts.FindKeyAsync, session.Clock, session.Screen.Line, cancellationToken);
        foreach (var (name, why) in repositories.Closed)
        {
            Screen.Warn($"{name}: {why}");
        }

        if (activeHere)
        {
            await ReturnAsync(session, systems, repositories, cancellationToken);
        }

        var epochs = await repositories.EpochAsync(cancellationToken);
        var round = new ProtectionRound(session, repositories, epochs.Current, StillActive(systems, epochs));
        await round.KeepPlanAsync(cancellationToken);
        return round;
    }

    /// <summary>One copy into each repository of the system, told as it comes.</summary>
    public async Task<IReadOnlyList<ProtectionRecord>> ProtectAsync(ProtectedSystem system, CancellationToken cancellationToken)
    {
        var began = _session.Clock.GetTimestamp();
        var records = await _protector.ProtectAsync(system, _epoch, _repositories, cancellationToken);
        var took = Spoken.Of(_session.Clock.GetElapsedTime(began));
        foreach (var record in records)
        {
            _session.Screen.Line(
                $"{record.TakenAt:HH:mm:ss}  {record.System,-14} -> {record.Repository,-10} "
                + (record.Counts ? $"verified  {Spoken.Bytes(record.Bytes),9}, {Spoken.Bytes(record.Added),9} new, {took}" : Spoil(record)));
        }

        return records;
    }

    /// <summary>Copies journals, protection records and evidence into the repositories.</summary>
    public async Task KeepStateAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, repository) in _repositories.Open)
        {
            try
            {
                await KeptState.KeepAsync(repository, _session.State, cancellationToken);
            }
            catch (RepositoryException e)
            {
                Screen.Warn($"{name} did not take the journals: {e.Message}"); // The copies themselves are made; the next round tries again.
            }
        }
    }

    public ValueTask DisposeAsync() => _repositories.DisposeAsync();

    private async Task KeepPlanAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, repository) in _repositories.Open)
        {
            try
            {
                await Records.KeepPlanAsync(repository, name, _session.Plan, cancellationToken);
            }
            catch (RepositoryException e)
            {
                Screen.Warn($"{name} did not take the plan: {e.Message}"); // The copies say for themselves whether it takes them.
            }
        }
    }

    /// <summary>The systems that are still active where this plan runs them: a copy of any other would be one of abandoned data.</summary>
    private static ProtectedSystem[] StillActive(ProtectedSystem[] systems, EpochRecord epochs)
    {
        var moved = systems.Select(s => (System: s, Move: epochs.MovedFrom(s.RunsOn, s.Name))).Where(s => s.Move is not null).ToArray();
        foreach (var (system, move) in moved)
        {
            Screen.Warn($"{system.Name} is not protected on {system.RunsOn}: {move!.Run} made it active on {move.Host} at {move.At:yyyy-MM-dd HH:mm:ss}Z.");
        }

        var active = systems.Except(moved.Select(m => m.System)).ToArray();
        return active.Length > 0
            ? active
            : throw new RunRefusedException(
                "protect refused: none of the systems is active here any more; a copy would be one of abandoned data.",
                $"To protect them on {moved[0].Move!.Host}, let the plan say that they run there. If they really are active here again: --active-here.");
    }

    private static async Task ReturnAsync(
        Session session, ProtectedSystem[] systems, OpenRepositories repositories, CancellationToken cancellationToken)
    {
        var now = session.Clock.GetUtcNow();
        var run = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmss'Z'}-protect");
        foreach (var warning in await repositories.BeginEpochAsync(run, now, [.. systems.Select(s => (s.Name, s.RunsOn))], cancellationToken))
        {
            Screen.Warn(warning);
        }
    }

    private static string Spoil(ProtectionRecord record) =>
        $"{(record.Partial ? "PARTIAL, no recovery point" : record.Snapshot is null ? "FAILED" : "NOT VERIFIED")}: {record.Why}";
}
