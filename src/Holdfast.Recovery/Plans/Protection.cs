using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans;

/// <summary>What is protected, how often, into which repositories, and how long copies are kept.</summary>
/// <param name="Every">From the beginning of one copy to that of the next; where <see cref="At"/> says when, the longest that this is.</param>
public sealed record Protection(ProtectedData Data, TimeSpan Every, ImmutableArray<string> To)
{
    /// <summary>The times of the day at which copies are taken; null: so long after the last one began.</summary>
    public TimesOfDay? At { get; init; }

    /// <summary>When no copy is begun; null: at any time one is.</summary>
    public PartOfDay? NotBetween { get; init; }

    /// <summary>How much later than <see cref="At"/> says a copy may be begun, so that many machines do not begin at once.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>The longest from the beginning of one copy to that of the next, when all goes well: what is lost at worst, but for the time that a copy takes.</summary>
    public TimeSpan Longest => Every + Jitter + Held;

    /// <summary>How long a copy that is due may be held back by <see cref="NotBetween"/>. Times by the same clock are known to lie outside.</summary>
    public TimeSpan Held => NotBetween is { } quiet && quiet.Clock != At?.Clock ? quiet.Longest : TimeSpan.Zero;

    /// <summary>A copy that holds less is suspect; null: nothing is said.</summary>
    public LeastContent? AtLeast { get; init; }

    /// <summary>Null: every copy.</summary>
    public Retention? Keep { get; init; }

    /// <summary>A legal hold: until then nothing is removed.</summary>
    public DateOnly? HoldUntil { get; init; }

    /// <summary>How often old copies are read back; null: when they are made.</summary>
    public CalendarSpan? VerifyEvery { get; init; }

    /// <summary>How often copies are taken, in words: <c>every day at 02:00 Europe/Berlin</c>, <c>every 1 hour, not between 08:00 and 18:00 UTC</c>.</summary>
    /// <param name="say">How lengths of time are said here.</param>
    public string Often(Func<TimeSpan, string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        return $"every {At?.ToString() ?? say(Every)}"
            + (Jitter > TimeSpan.Zero ? $" and up to {say(Jitter)} later" : "")
            + (NotBetween is { } quiet ? $", not between {quiet}" : "");
    }

    /// <summary>The same, and how far apart copies may be where that is not said by it: <c>every weekday at 22:30 UTC, so up to 72 hours apart</c>.</summary>
    /// <param name="sayLongest">How that is said; null: in the same way.</param>
    public string OftenAndLongest(Func<TimeSpan, string> say, Func<TimeSpan, string>? sayLongest = null) =>
        Often(say) + (Longest == Every && At is null ? "" : $", so up to {(sayLongest ?? say)(Longest)} apart");
}

/// <summary>Which copies are kept: so many of the newest, of each hour, day and so on, and all of a stretch. Null: none for that reason.</summary>
public sealed record Retention(int? Last, int? Hourly, int? Daily, int? Weekly, int? Monthly, int? Yearly, CalendarSpan? Within);
