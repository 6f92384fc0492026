using System.Globalization;

namespace Holdfast.Recovery.Plans.Values;

/// <summary>A part of each day, by the clocks of one zone: <c>08:00 and 18:00 Europe/Berlin</c>.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="Until">The first moment after it; earlier than <paramref name="From"/>: on the next day.</param>
public sealed record PartOfDay(TimeOnly From, TimeOnly Until, ZoneClock Clock)
{
    /// <summary>As the clocks show it, but on the days on which they are set.</summary>
    public TimeSpan Usual => Until - From; // TimeOnly goes round midnight.

    /// <summary>The longest that one lasts: by so much longer as clocks are set back in it.</summary>
    public TimeSpan Longest => Clock.SetBack.Select(change => EndAt(change) is { } end ? end - Began(change) : TimeSpan.Zero).Append(Usual).Max();

    /// <summary>When the one that it is now is over; null: it is none.</summary>
    public DateTimeOffset? EndAt(DateTimeOffset moment)
    {
        var began = Began(moment);
        var day = DateOnly.FromDateTime(Clock.At(began));
        var end = Clock.When((Until > From ? day : day.AddDays(1)).ToDateTime(Until));
        return moment < end ? end : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH:mm} and {Until:HH:mm} {Clock.Name}");

    /// <summary>When the last one began.</summary>
    private DateTimeOffset Began(DateTimeOffset moment) => new TimesOfDay(TimesOfDay.EveryDay, [From], Clock).Until(moment);
}
