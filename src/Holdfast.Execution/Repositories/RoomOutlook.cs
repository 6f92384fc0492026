using System.Collections.Immutable;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Failures;
using Holdfast.Recovery.Readiness.Statistics;

namespace Holdfast.Execution.Repositories;

/// <summary>How much room the disk of a repository has left, and when that ends if it goes on as it did.</summary>
/// <param name="BytesADay">By how much what lies on it grows; null: it does not, or less than a week of it is known.</param>
/// <param name="FullOn">About when nothing is left; null: nothing says that it ever is, within ten years.</param>
public sealed record RoomOutlook(RepositoryRoom Room, long? BytesADay, DateOnly? FullOn)
{
    /// <summary>Fewer days say more of one of them than of all.</summary>
    private const int FewestDays = 5;

    /// <summary>A week of business has every kind of day.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(7);

    /// <summary>What was before says more of then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    private static readonly TimeSpan Horizon = TimeSpan.FromDays(3650);

    /// <summary>Another disk, or a larger one: what was seen of the old one counts no more.</summary>
    private const double SameDisk = 0.01;

    /// <summary>Of the repositories that are open and in a folder of this machine.</summary>
    /// <param name="remember">Whether what is seen now is written down for later.</param>
    public static ImmutableArray<RoomOutlook> Of(World world, RepositorySet repositories, IRunStore state, DateTimeOffset now, bool remember)
    {
        var all = ImmutableArray.CreateBuilder<RoomOutlook>();
        foreach (var room in RepositoryRoom.Of(world, repositories))
        {
            var history = new RoomHistory(state, repositories.Open[room.Repository].Id);
            if (remember)
            {
                TryRemember(history, room, now);
            }

            all.Add(Of(room, history.Read(), now));
        }

        return all.ToImmutable();
    }

    /// <summary>A disk that is full is what people are to hear of, and not what keeps them from hearing.</summary>
    private static void TryRemember(RoomHistory history, RepositoryRoom room, DateTimeOffset now)
    {
        try
        {
            history.Remember(room, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FailureException)
        {
            // One day less is known of how it grows.
        }
    }

    /// <summary>Whether nothing is left that soon.</summary>
    public bool EndsWithin(int days, DateTimeOffset now) => FullOn is { } day && day <= DateOnly.FromDateTime(now.UtcDateTime).AddDays(days);

    internal static RoomOutlook Of(RepositoryRoom room, IEnumerable<RoomSample> seen, DateTimeOffset now)
    {
        (DateTimeOffset At, double Value)[] used =
        [
            .. seen.Where(s => s.At <= now && now - s.At <= Longest && Math.Abs(s.TotalBytes - room.TotalBytes) <= room.TotalBytes * SameDisk)
                .Select(s => (s.At, (double)s.TotalBytes - s.FreeBytes)),
        ];
        var aDay = MedianTrend.PerDay(used) ?? 0;
        if (used.Length < FewestDays || used.Max(s => s.At) - used.Min(s => s.At) < Shortest || aDay < 1)
        {
            return new(room, null, null);
        }

        // What is left is said by the last week, each day of it taken to now: what upkeep frees on one day and copies take on the others moves no date.
        double[] lefts = [.. used.Where(s => now - s.At <= Shortest).Select(s => room.TotalBytes - s.Value - (aDay * (now - s.At).TotalDays)).DefaultIfEmpty(room.FreeBytes).Order()];
        var left = Math.Max(0, lefts[lefts.Length / 2] / aDay);
        return new(room, (long)aDay, left > Horizon.TotalDays ? null : DateOnly.FromDateTime(now.UtcDateTime.AddDays(left)));
    }
}
