using System.Collections.Immutable;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories;

namespace Holdfast.Execution.Executors;

/// <summary>
/// That one failover leads, as far as the repositories can know. A failover announces itself in all of them before its first step, waits
/// until whoever looked before that must have written too, and reads back. Of those that began at the same time the one whose name comes
/// first leads; each of them sees the same, so each comes to the same answer.
/// </summary>
/// <param name="givenUp">Whether this machine knows that a run was given up.</param>
/// <param name="tell">Hears of another one that began at the same time and that nobody signed: it may be anybody's, so it stops nothing, and somebody must ask.</param>
/// <param name="amongUnsigned">Whether others cannot tell this run's record from one that somebody planted: it gives way to every one that is signed.</param>
internal sealed class Leadership(
    Epochs epochs, string run, IReadOnlyList<(string System, string Host)> active, Func<string, bool> givenUp, TimeProvider clock,
    Action<string>? tell = null, bool amongUnsigned = false)
{
    /// <summary>
    /// How long a failover may take from its last look to its written record, and how long it waits after that for the others. One that took
    /// longer cannot know that the others saw it, so it does not lead beside another.
    /// </summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>One that is refused says so in a record of its own; for this long it is waited for.</summary>
    private const int Looks = 3;

    /// <summary>Where this run is not signed: those that are, which do not heed it.</summary>
    private HashSet<string> _signed = [];

    private readonly HashSet<string> _told = [];

    /// <param name="known">What was known of epochs before anything else was done.</param>
    /// <returns>Where it could not be recorded.</returns>
    /// <exception cref="RunRefusedException">Another run leads.</exception>
    public async Task<ImmutableArray<string>> AnnounceAsync(EpochRecord known, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // 1. Who was there before us?
        var looked = clock.GetTimestamp();
        var before = await epochs.ReadAsync(cancellationToken);
        if (before.IsTold(run))
        {
            RefuseIfOvertaken(before, before.BegunBy(run)!.Value);
            return await epochs.CatchUpAsync(cancellationToken);
        }

        if (RivalsIn(before, known).FirstOrDefault() is { } first)
        {
            throw Refused(first);
        }

        // 2. Say that we are here, and wait until whoever looked when we did has said so, too.
        var warnings = await epochs.BeginAsync(Next(before), run, at, active, cancellationToken);
        var inTime = clock.GetElapsedTime(looked) <= Settling;
        for (var look = 1; ; look++)
        {
            await Task.Delay(Settling, clock, cancellationToken);

            // 3. Who else was?
            var now = await epochs.ReadAsync(cancellationToken);
            var rivals = RivalsIn(now, before).ToArray();
            warnings = [.. warnings, .. TellOfUnsigned(now, before)];
            if (rivals.Length == 0 || (inTime && rivals.All(YieldsToUs)))
            {
                return warnings;
            }

            if (!inTime || look == Looks)
            {
                await epochs.WithdrawAsync(run, cancellationToken);
                throw Refused(rivals.MinBy(r => r.Run, StringComparer.Ordinal)!);
            }
        }
    }

    /// <summary>A run that is taken up again finds its own record, and perhaps that of a later one which was told to go ahead.</summary>
    private void RefuseIfOvertaken(EpochRecord now, int ours)
    {
        if (LaterIn(now, ours) is { } later)
        {
            throw new RunRefusedException(
                $"{run} is refused: {later} took the same systems over after it.",
                $"Go on with that one. If it is known to be given up, begin a new failover with --again, or set its record aside with --ignore {Short(later)} --because REASON.");
        }
    }

    /// <summary>Which failover took its systems over after it; null: none, or this run is in no record.</summary>
    public EpochEntry? OvertakenBy(EpochRecord now) => now.BegunBy(run) is { } ours ? LaterIn(now, ours) : null;

    /// <summary>A later number, or the same number by somebody who saw other repositories: of these the later name counts everywhere.</summary>
    private EpochEntry? LaterIn(EpochRecord now, int ours) =>
        now.Entries.LastOrDefault(e => (e.Number > ours || (e.Number == ours && string.CompareOrdinal(e.Run, run) > 0)) && IsRival(e));

    /// <summary>Those that were not there before.</summary>
    private IEnumerable<EpochEntry> RivalsIn(EpochRecord now, EpochRecord before)
    {
        _signed = amongUnsigned ? [.. now.Entries.Select(e => e.Run)] : [];
        return now.Entries.Where(e => IsRival(e) && before.Entries.All(b => b.Run != e.Run));
    }

    /// <summary>Where the organization signs: whoever has a repository's key can write such a record at any moment, so none refuses anything.</summary>
    private IEnumerable<string> TellOfUnsigned(EpochRecord now, EpochRecord before)
    {
        foreach (var rival in now.SetAside.Where(a => a.IsUnsigned && IsRival(a.Entry) && before.SetAside.All(b => b.Entry.Run != a.Entry.Run) && _told.Add(a.Entry.Run)))
        {
            var word = $"While this failover began, a record appeared that nobody signed: {rival.Entry} leads, it says. If that one is true, two lead: ask them at once, and stop one with \"holdfast run abort\"";
            tell?.Invoke(word);
            yield return word;
        }
    }

    private bool YieldsToUs(EpochEntry rival) => string.CompareOrdinal(run, rival.Run) < 0 && !_signed.Contains(rival.Run);

    private bool IsRival(EpochEntry entry) =>
        entry.Run != run && RunName.IsFailover(entry.Run) && active.Any(a => entry.Concerns(a.System)) && !givenUp(entry.Run);

    private static int Next(EpochRecord before)
    {
        try
        {
            return before.Next;
        }
        catch (InvalidOperationException)
        {
            throw new RunRefusedException(
                $"Failover refused: epoch {before.Current} is the last that can be counted.", "Set its record aside with --ignore SNAPSHOT --because REASON.");
        }
    }

    private static RunRefusedException Refused(EpochEntry leading) => new(
        $"Failover refused: another one leads: {leading}.",
        "Nothing was restored here. Ask them how it goes, and help them there. If that one was refused, too, as when both begin at once and the repositories are slow, begin again. "
            + "Only if it is known to be given up: --again.");

    private static string Short(EpochEntry entry) => entry.Snapshot[..Math.Min(IgnoredSnapshot.ShortestId, entry.Snapshot.Length)];
}
