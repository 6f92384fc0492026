using Holdfast.Execution.Contexts;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Trust;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Restic.Faults;

namespace Holdfast.Execution.Protection;

/// <summary>The repositories opened for writing, the plan kept in them, and the systems whose copies count here and now.</summary>
public sealed class ProtectionRound : IAsyncDisposable
{
    private readonly PlanContext _context;
    private readonly ProtectionEvents _events;
    private readonly RepositorySet _repositories;
    private readonly Protector _protector;
    private readonly int _epoch;

    private ProtectionRound(PlanContext context, ProtectionEvents events, RepositorySet repositories, int epoch, ProtectedSystem[] active)
    {
        _context = context;
        _events = events;
        _repositories = repositories;
        _protector = new(context.Plan.Real(), context.State, context.Link, context.Clock);
        _epoch = epoch;
        Active = active;
    }

    /// <summary>Those of the systems asked for that no failover made active elsewhere.</summary>
    public ProtectedSystem[] Active { get; }

    /// <param name="activeHere">Whether the operator says that the systems are active here again.</param>
    /// <exception cref="RunRefusedException">None of the systems is active here any more.</exception>
    public static async Task<ProtectionRound> OpenAsync(
        PlanContext context, ProtectionEvents events, ProtectedSystem[] systems, bool activeHere, CancellationToken cancellationToken)
    {
        var asking = RepositoryAsking.Default with { Tell = events.Note, Distrusted = CopyDamage.Packs(ProtectionLog.Read(context.State)) };
        if (!activeHere)
        {
            await RefuseBeforeAnythingIsMadeAsync(context, systems, asking, cancellationToken);
        }

        var repositories = await RepositorySet.OpenToWriteAsync(
            context.Plan.Real(), context.State, context.Link, context.Keys, context.Clock, asking, events.Note, cancellationToken);
        foreach (var (name, why) in repositories.Closed)
        {
            events.Warn($"{name}: {why}");
        }

        foreach (var line in LostPoints.Lines(repositories, systems.Select(s => s.Name).ToHashSet()))
        {
            events.Warn(line);
        }

        if (activeHere)
        {
            await ReturnAsync(context, events, systems, repositories, cancellationToken);
        }

        var told = new Epochs(repositories.Open, context.State, context.Clock);
        foreach (var fault in await told.CatchUpAsync(cancellationToken))
        {
            events.Warn(fault);
        }

        var epochs = await told.ReadAsync(cancellationToken);
        foreach (var line in SetAside.Told(epochs.SetAside))
        {
            events.Warn(line);
        }

        var clock = await ClockDoubt.OfAsync(repositories.Open, context.State, context.Clock.GetUtcNow(), cancellationToken);
        if (clock.Aside is { } odd)
        {
            events.Warn($"{odd}.");
        }

        if (clock.Doubt is { } doubt)
        {
            events.Warn($"{doubt}. One of the clocks is wrong; what is copied now is dated by this one, and nothing is removed.{clock.Cure}");
        }

        var round = new ProtectionRound(context, events, repositories, epochs.Current, StillActive(context, systems, epochs, events));
        await round.KeepPlanAsync(cancellationToken);
        return round;
    }

    /// <summary>One copy into each repository of the system, told as it comes.</summary>
    public async Task<IReadOnlyList<ProtectionRecord>> ProtectAsync(ProtectedSystem system, CancellationToken cancellationToken)
    {
        var began = _context.Clock.GetTimestamp();
        var records = await _protector.ProtectAsync(system, _epoch, _repositories, cancellationToken);
        var took = _context.Clock.GetElapsedTime(began);
        foreach (var record in records)
        {
            _events.Copied(record, took);
        }

        // One capture: what is wrong with one copy is wrong with all.
        foreach (var warning in records.SelectMany(r => r.Warnings).Distinct())
        {
            _events.Warn($"{system.Name}: {warning}");
        }

        return records;
    }

    /// <summary>Hears what the organization signed, and signs this plan where its key is at hand. Only for a plan that the operator brought.</summary>
    public Task SettleTrustAsync(CancellationToken cancellationToken) => new ProtectionTrust(_context, _events).SettleAsync(_repositories.Open, cancellationToken);

    /// <summary>Copies journals, protection records and evidence into the repositories.</summary>
    public async Task KeepStateAsync(CancellationToken cancellationToken)
    {
        OwnRuns.SealEnded(_context.State); // A run may have been cut off between its end and its seal.
        foreach (var (name, repository) in _repositories.Open)
        {
            try
            {
                await KeptState.KeepAsync(repository, _context.State, cancellationToken);
                await new ProtectionTrust(_context, _events).KeepAsync(repository, cancellationToken);
            }
            catch (RepositoryException e)
            {
                _events.Warn($"{name} did not take the journals: {e.Message}"); // The copies themselves are made; the next round tries again.
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
                await Records.KeepPlanAsync(repository, name, _context.Plan, cancellationToken);
            }
            catch (RepositoryException e)
            {
                _events.Warn($"{name} did not take the plan: {e.Message}"); // The copies say for themselves whether it takes them.
            }
        }
    }

    /// <summary>Where this machine remembers that systems are active elsewhere, the repositories that are there say whether that is still so: none is made for a round that is refused.</summary>
    private static async Task RefuseBeforeAnythingIsMadeAsync(
        PlanContext context, ProtectedSystem[] systems, RepositoryAsking asking, CancellationToken cancellationToken)
    {
        var remembered = EpochRecord.In([], new EpochMemory(context.State));
        if (systems.All(s => remembered.MovedFrom(s.RunsOn, s.Name) is not null))
        {
            await using var there = await RepositorySet.OpenAsync(
                context.Plan.Real(), context.Plan.Plan.Repositories, context.Keys, context.Clock, asking with { Tell = static _ => { } }, cancellationToken);
            StillActive(context, systems, there.EpochsBy(context.State), new(static _ => { }, static _ => { }, static (_, _) => { }));
        }
    }

    /// <summary>The systems that are still active where this plan runs them: a copy of any other would be one of abandoned data.</summary>
    private static ProtectedSystem[] StillActive(PlanContext context, ProtectedSystem[] systems, EpochRecord epochs, ProtectionEvents events)
    {
        var moved = systems.Select(s => (System: s, Move: epochs.MovedFrom(s.RunsOn, s.Name))).Where(s => s.Move is not null).ToArray();
        foreach (var (system, move) in moved)
        {
            events.Warn($"{system.Name} is not protected on {system.RunsOn}: {move!.Run} made it active on {move.Host} at {move.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z.");
        }

        var active = systems.Except(moved.Select(m => m.System)).ToArray();
        return active.Length > 0
            ? active
            : throw new RunRefusedException(
                "protect refused: none of the systems is active here any more; a copy would be one of abandoned data.",
                $"Where they run now ({string.Join(", ", moved.Select(m => m.Move!.Host).Distinct())}): {string.Join(", then ", context.ToProtectAgain)}. On their old host, if they really are active there again: --active-here with the plan's file. "
                    + $"If there never was such a failover: --ignore {moved[0].Move!.Snapshot[..Math.Min(IgnoredSnapshot.ShortestId, moved[0].Move!.Snapshot.Length)]} --because REASON.");
    }

    private static async Task ReturnAsync(
        PlanContext context, ProtectionEvents events, ProtectedSystem[] systems, RepositorySet repositories, CancellationToken cancellationToken)
    {
        var now = context.Clock.GetUtcNow();
        var epochs = new Epochs(repositories.Open, context.State, context.Clock);
        var known = await epochs.ReadAsync(cancellationToken);
        if (known.Current == int.MaxValue)
        {
            throw new RunRefusedException(
                $"protect refused: epoch {known.Current} is the last that can be counted.", "Set its record aside with --ignore SNAPSHOT --because REASON.");
        }

        if (EpochTrust.Of(context.State) is { Demands: true } trust && !trust.HasKeyAtHand && systems.FirstOrDefault(s => known.MovedFrom(s.RunsOn, s.Name) is not null) is { } moved)
        {
            events.Warn($"No key of {trust.Organization} is at hand, so no other machine believes that {moved.Name} is back on {moved.RunsOn}: who took this machine could say the same. What is copied from here comes after every copy of where it was moved to. With the key: --signing-key FILE");
        }

        events.Note($"By your word active from now on: {string.Join("; ", systems.GroupBy(s => s.RunsOn).Select(on => $"{string.Join(", ", on.Select(s => s.Name))} on {on.Key}"))}.");
        foreach (var warning in await epochs.BeginAsync(
            known.Next, RunName.Of("protect", now), now, [.. systems.Select(s => (s.Name, s.RunsOn))], cancellationToken))
        {
            events.Warn(warning);
        }
    }
}
