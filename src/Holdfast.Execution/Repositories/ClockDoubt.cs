using System.Collections.Immutable;
using Holdfast.Execution.Repositories.Kept;
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

    public static bool IsAhead(DateTimeOffset at, DateTimeOffset now) => at > now && at - now > Tolerance;

    /// <returns>What does not fit, in a sentence; null: nothing speaks against the clock.</returns>
    public static async Task<string?> OfAsync(IReadOnlyDictionary<string, Repository> open, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dated = ImmutableArray.CreateBuilder<Dated>();
        foreach (var (name, repository) in open)
        {
            dated.AddRange((await repository.ReadableSnapshotsAsync(cancellationToken))
                .Select(s => new Dated(s.Time, $"snapshot {s.Id.ToString()[..8]} of {s.HostName} in {name}", Tags.SystemOf(s.Tags) is not null)));
        }

        return Of(dated, now);
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

    internal sealed record Dated(DateTimeOffset At, string What, bool IsPoint);
}
