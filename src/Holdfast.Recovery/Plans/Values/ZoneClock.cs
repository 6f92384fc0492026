using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans.Values;

/// <summary>
/// The clocks of a time zone: what they show when. The rules are those of the machine. One that does not know the zone takes UTC, and <see cref="IsKnown"/>
/// says so: a plan must be usable for a recovery wherever it is read.
/// </summary>
public sealed class ZoneClock
{
    /// <summary>Where clocks were set back once a year they will be: no reader of a plan needs to know which year it is.</summary>
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Last = First.AddYears(12);

    /// <summary>Clocks are never set twice within it: Ramadan, for which Morocco sets them, lasts four.</summary>
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly ConcurrentDictionary<string, ZoneClock> All = new(StringComparer.Ordinal);

    private readonly TimeZoneInfo _zone;
    private readonly Lazy<ImmutableArray<DateTimeOffset>> _setBack;

    private ZoneClock(string name)
    {
        Name = name;
        IsKnown = TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone);
        _zone = IsKnown ? zone! : TimeZoneInfo.Utc;
        _setBack = new(() => [.. FindSetBack()]);
    }

    /// <summary>As the world calls it: <c>Europe/Berlin</c>.</summary>
    public string Name { get; }

    /// <summary>Whether this machine knows when its clocks are set.</summary>
    public bool IsKnown { get; }

    /// <summary>Whether this machine knows any zone but UTC.</summary>
    public static bool AreAnyKnown => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _);

    /// <summary>Some moment of each time that they are set back, in the years to come.</summary>
    public ImmutableArray<DateTimeOffset> SetBack => _setBack.Value;

    public static ZoneClock Of(string name) => All.GetOrAdd(name, static n => new(n));

    /// <summary>The zone of this machine that is spelt most like it; null: none is.</summary>
    public static string? Nearest(string name) => Suggestion.For(
        name, TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => char.ToUpperInvariant(id[0]) == char.ToUpperInvariant(name[0])));

    /// <summary>What they show.</summary>
    public DateTime At(DateTimeOffset moment) => DateTime.SpecifyKind(moment.UtcDateTime + _zone.GetUtcOffset(moment), DateTimeKind.Unspecified);

    /// <summary>The same moment, with how far the clocks are from UTC then.</summary>
    public DateTimeOffset Local(DateTimeOffset moment) => moment.ToOffset(_zone.GetUtcOffset(moment));

    /// <summary>
    /// The first moment at which they show this or later. What they show twice is meant once, the first time; what they never show, because they are set
    /// ahead over it, is the moment at which they are.
    /// </summary>
    public DateTimeOffset When(DateTime shown)
    {
        var asUtc = new DateTimeOffset(shown, TimeSpan.Zero);
        var (before, after) = (_zone.GetUtcOffset(asUtc.AddDays(-1)), _zone.GetUtcOffset(asUtc.AddDays(1)));
        var early = asUtc - before;
        if (before == after || _zone.GetUtcOffset(early) == before)
        {
            return early;
        }

        var late = asUtc - after;
        return _zone.GetUtcOffset(late) == after ? late : ChangeWithin(asUtc.AddDays(-1), asUtc.AddDays(1), before);
    }

    private IEnumerable<DateTimeOffset> FindSetBack()
    {
        for (var from = First; from < Last; from += Week)
        {
            var (before, after) = (_zone.GetUtcOffset(from), _zone.GetUtcOffset(from + Week));
            if (after < before)
            {
                yield return ChangeWithin(from, from + Week, before);
            }
        }
    }

    /// <summary>The first moment at which they are no more as far from UTC as at the beginning.</summary>
    private DateTimeOffset ChangeWithin(DateTimeOffset from, DateTimeOffset until, TimeSpan offset)
    {
        while (until - from > TimeSpan.FromTicks(1))
        {
            var middle = from + ((until - from) / 2);
            (from, until) = _zone.GetUtcOffset(middle) == offset ? (middle, until) : (from, middle);
        }

        return until;
    }
}
