using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Execution.Repositories.Kept;
using Holdfast.Recovery.Trust;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Execution.Repositories;

/// <summary>One record of an epoch, as one snapshot of one repository has it.</summary>
/// <param name="Begins">By the clock of the machine that led.</param>
/// <param name="Run">The failover, or the <c>protect --active-here</c>, that began it.</param>
/// <param name="Leader">Who led it, and where; empty in records from before that was said.</param>
/// <param name="Active">The systems that it concerns, and the host on which each is active since; none: all systems, hosts unknown.</param>
/// <param name="Before">
/// How the ids of those points begin that were there when it began although they are dated later: clocks differ. They count as before.
/// </param>
/// <param name="Snapshot">The record's own id.</param>
public sealed record EpochEntry(
    int Number, DateTimeOffset Begins, string Run, string Leader, ImmutableArray<ActiveSystem> Active, ImmutableArray<string> Before, string Snapshot)
{
    /// <summary>SHA-256 of the keys of the machines that sealed it, hexadecimal; none in records from before they did.</summary>
    public ImmutableArray<string> Machines { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>
    /// Whether it is no repository's record but what this machine itself remembers of having begun it: one that could not be written to at that moment
    /// is told later.
    /// </summary>
    public bool IsOurs { get; init; }

    /// <summary>Enough to tell snapshots apart.</summary>
    private const int IdLength = 16;

    /// <returns>Null: the snapshot is not a record of an epoch, or names none that can be.</returns>
    public static EpochEntry? Of(Snapshot snapshot) =>
        snapshot.Tags.Contains(Tags.Epoch) && Tags.EpochOf(snapshot.Tags) is > 0 and var number
            ? new(
                number,
                snapshot.Time,
                Tags.RunOf(snapshot.Tags) ?? "a failover",
                Tags.LeaderOf(snapshot.Tags),
                [.. Tags.ActiveIn(snapshot.Tags).Select(a => new ActiveSystem(a.System, a.Host))],
                [.. Tags.BeforeIn(snapshot.Tags)],
                snapshot.Id.ToString())
            {
                Machines = TagSeal.Machines(snapshot.Tags, snapshot.Time),
            }
            : null;

    /// <summary>What this machine remembers, whichever repositories took it. Its id is as good as a snapshot's for setting it aside.</summary>
    /// <param name="before">Points dated later that were there when it began.</param>
    public static EpochEntry OfOurs(
        int number, DateTimeOffset begins, string run, string leader, IEnumerable<(string System, string Host)> active, IEnumerable<string> before) => new(
        number,
        begins,
        run,
        leader,
        [.. active.Select(a => new ActiveSystem(a.System, a.Host))],
        [.. before.Distinct()],
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{number} {run}"))))
    {
        IsOurs = true,
    };

    public static string ShortIdOf(Snapshot snapshot) => snapshot.Id.ToString()[..IdLength];

    public bool Concerns(string system) => Active.IsEmpty || Active.Any(a => a.System == system);

    /// <summary>Whether a point of an older epoch was taken after this one began, so that it shows data which was abandoned by then.</summary>
    public bool CutsOff(Snapshot point, string system) => Concerns(system) && point.Time > Begins && !Before.Contains(ShortIdOf(point));

    /// <summary>For people: which run, who led it, since when.</summary>
    public override string ToString() => $"{Run}{(Leader.Length == 0 ? "" : $" of {Leader}")}, since {Begins.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z";
}

public sealed record ActiveSystem(string System, string Host);
