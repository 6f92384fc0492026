using System.Collections.Immutable;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Execution.Stores;
using Holdfast.Execution.Trust;
using Holdfast.Restic;

namespace Holdfast.Execution.Repositories;

/// <summary>
/// Whether this machine's clock fits what the repositories hold. A failover dates the epoch that it begins by it, and chooses points by
/// it, so a wrong clock is found out before anything is touched.
/// </summary>
public static class ClockDoubt
{
    /// <summary>Clocks that are kept at all differ by less.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Nothing stored for so long is either a business that long gave up protection, or a clock that runs years ahead.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromDays(366);

    /// <summary>What is dated within that of a copy that an operator set aside was dated by the same clock.</summary>
    private static readonly TimeSpan SameClock = TimeSpan.FromDays(1);

    public static bool IsAhead(DateTimeOffset at, DateTimeOffset now) => at > now && at - now > Tolerance;

    /// <summary>
    /// Where the organization signs, only copies that a machine told of which is believed speak against the clock: any date can be put into a repository by
    /// whoever has its key. Those that do not count are told. Neither does what an operator set aside.
    /// </summary>
    public static async Task<ClockLook> OfAsync(
        IReadOnlyDictionary<string, Repository> open, IRunStore state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var trust = EpochTrust.Of(state);
        var told = trust.Demands ? ProtectionLog.Read(state).Select(r => r.Snapshot).OfType<string>().ToHashSet(StringComparer.Ordinal) : null;
        var ignored = new EpochMemory(state).Ignored;
        var (counting, others) = (ImmutableArray.CreateBuilder<Dated>(), ImmutableArray.CreateBuilder<Dated>());
        foreach (var (name, repository) in open)
        {
            var snapshots = await repository.ReadableSnapshotsAsync(cancellationToken);
            DateTimeOffset[] wrong = [.. snapshots.Where(s => IsAhead(s.Time, now) && ignored.Any(i => i.Means(s.Id.ToString()))).Select(s => s.Time)];
            foreach (var snapshot in snapshots.Where(s => !(IsAhead(s.Time, now) && wrong.Any(w => (s.Time - w).Duration() <= SameClock))))
            {
                (told?.Contains(snapshot.Id.ToString()) == false ? others : counting)
                    .Add(new(snapshot.Time, $"snapshot {snapshot.Id.ToString()[..8]} of {snapshot.HostName} in {name}", Tags.SystemOf(snapshot.Tags) is not null) { Snapshot = snapshot.Id.ToString() });
            }
        }

        var ahead = others.Where(s => IsAhead(s.At, now)).ToArray();
        return new(
            Of(counting, now),
            ahead.Length == 0 ? null
                : $"{(ahead.Length == 1 ? "one snapshot is" : $"{ahead.Length} snapshots are")} dated later than the clock of this machine, {Spoken(now)}: {ahead.MaxBy(s => s.At)!.What}, {Spoken(ahead.Max(s => s.At))}. "
                    + $"No machine that {trust.Organization} named told of {(ahead.Length == 1 ? "it" : "them")}, so that says nothing of the clock")
        {
            Ahead = counting.Where(s => s.IsPoint && IsAhead(s.At, now)).MaxBy(s => s.At)?.Snapshot ?? counting.Where(s => IsAhead(s.At, now)).MaxBy(s => s.At)?.Snapshot,
        };
    }

    internal static string? Of(IReadOnlyCollection<Dated> snapshots, DateTimeOffset now)
    {
        if (snapshots.MaxBy(s => s.At) is { } newest && IsAhead(newest.At, now))
        {
            return $"the clock of this machine says {Spoken(now)}, but {newest.What} is dated {Spoken(newest.At)}, {Difference(newest.At - now)} later";
        }

        return snapshots.Where(s => s.IsPoint).MaxBy(s => s.At) is { } last && now > last.At && now - last.At > Silence
            ? $"the clock of this machine says {Spoken(now)}, but the newest recovery point, {last.What}, is dated {Spoken(last.At)}, {Difference(now - last.At)} earlier"
            : null;
    }

    internal static string Difference(TimeSpan by) => by switch
    {
        { TotalDays: >= 2 } => FormattableString.Invariant($"{by.TotalDays:0} days"),
        { TotalHours: >= 2 } => FormattableString.Invariant($"{by.TotalHours:0.#} hours"),
        { TotalMinutes: >= 2 } => FormattableString.Invariant($"{by.TotalMinutes:0} minutes"),
        _ => FormattableString.Invariant($"{by.TotalSeconds:0} seconds"),
    };

    private static string Spoken(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z";

    internal sealed record Dated(DateTimeOffset At, string What, bool IsPoint)
    {
        public string Snapshot { get; init; } = "";
    }
}

/// <summary>Whether this machine's clock fits what repositories hold.</summary>
/// <param name="Doubt">What does not fit, in a sentence without its full stop; null: nothing.</param>
/// <param name="Aside">What was left out of account; null: nothing.</param>
public sealed record ClockLook(string? Doubt, string? Aside)
{
    /// <summary>The newest copy that is dated later than now; null: none is.</summary>
    public string? Ahead { get; init; }

    /// <summary>What to do where this machine's clock is right; empty: nothing is known.</summary>
    public string Cure => Ahead is null ? "" : $" If this machine's is right, set aside what the other one dated: holdfast upkeep --ignore {Ahead[..IgnoredSnapshot.ShortestId]} --because REASON";
}
