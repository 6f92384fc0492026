using System.Globalization;

namespace Holdfast.Restic.Platform;

/// <summary>
/// A moment with nanoseconds, which .NET's own times cannot hold: seconds since 1970 UTC and 0 to 999 999 999. It knows the time zone that it is
/// written in, which makes it no other moment.
/// </summary>
public readonly record struct FileTime(long Seconds, int Nanoseconds)
{
    // 0000-01-01T00:00:00Z, 9999-12-31T23:59:59Z, and so far from them that nothing overflows.
    private const long Earliest = -62167219200, Latest = 253402300799, Furthest = 1L << 60;

    // Days in 400 years, after which the calendar repeats itself.
    private const long Era = 146097;

    /// <summary>How far the clock that it was read from is ahead of UTC.</summary>
    public short ZoneMinutes { get; init; }

    public static FileTime Of(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        (seconds, rest) = rest < 0 ? (seconds - 1, rest + TimeSpan.TicksPerSecond) : (seconds, rest);
        return new(seconds, (int)rest * 100) { ZoneMinutes = (short)time.Offset.TotalMinutes };
    }

    /// <summary>To 100 ns, and clamped to the years that .NET knows (1 to 9999).</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        Seconds < -62135596800 ? DateTimeOffset.MinValue
        : Seconds > Latest ? DateTimeOffset.MaxValue
        : DateTimeOffset.FromUnixTimeSeconds(Seconds).AddTicks(Nanoseconds / 100);

    public bool Equals(FileTime other) => Seconds == other.Seconds && Nanoseconds == other.Nanoseconds;

    public override int GetHashCode() => HashCode.Combine(Seconds, Nanoseconds);

    /// <summary>
    /// As it will be after it was written and read: in this machine's time zone, and in a year that has four digits, which is all that
    /// the format can hold. Outside them the nearest such year takes its place; day and time of day stay.
    /// </summary>
    internal FileTime ToWritable()
    {
        var zone = TimeZoneInfo.Local.GetUtcOffset(ToDateTimeOffset());
        var (year, month, day, second) = Calendar((long)zone.TotalSeconds);
        var local = this with { ZoneMinutes = (short)zone.TotalMinutes };
        return year is >= 0 and <= 9999
            ? local
            : local with { Seconds = (Days(year < 0 ? 0 : 9999, (int)month, (int)day) * 86400) + second - (local.ZoneMinutes * 60) };
    }

    /// <summary>RFC 3339 in its own time zone, trailing zeros of the fraction trimmed.</summary>
    public override string ToString() => ToString(TimeSpan.FromMinutes(ZoneMinutes));

    /// <summary>RFC 3339 as clocks show it that are ahead of UTC by this much, in whole minutes.</summary>
    public string ToString(TimeSpan offset)
    {
        var (year, month, day, second) = Calendar((long)offset.TotalSeconds);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Clamp(year, 0, 9999):D4}-{month:D2}-{day:D2}T{second / 3600:D2}:{second / 60 % 60:D2}:{second % 60:D2}");
        var fraction = Nanoseconds != 0 ? "." + Nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0') : "";
        var zone = offset == TimeSpan.Zero ? "Z"
            : string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
        return text + fraction + zone;
    }

    /// <summary>Reads RFC 3339 with any fraction (cut at nanoseconds) and any offset.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FileTime time) => TryParse(text, out time, out _);

    /// <param name="zone">How far the clock that it was read from is ahead of UTC.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out FileTime time, out TimeSpan zone)
    {
        (time, zone) = (default, default);
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':'
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second)
            || month is < 1 or > 12 || day is < 1 or > 31 || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var rest = text[19..];
        var nanoseconds = 0;
        if (rest[0] == '.')
        {
            var digits = 1;
            for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
            {
                nanoseconds = digits <= 9 ? (nanoseconds * 10) + (rest[digits] - '0') : nanoseconds;
            }

            for (var d = digits; d <= 9; d++)
            {
                nanoseconds *= 10;
            }

            rest = rest[digits..];
        }

        if (!Offset(rest, out var offset))
        {
            return false;
        }

        zone = TimeSpan.FromSeconds(offset);
        time = new((Days(year, month, day) * 86400) + (hour * 3600) + (minute * 60) + second - offset, nanoseconds)
        {
            ZoneMinutes = (short)zone.TotalMinutes,
        };
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> text, out int seconds)
    {
        seconds = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !Number(text[1..3], out var hours) || !Number(text[4..], out var minutes))
        {
            return false;
        }

        seconds = ((hours * 3600) + (minutes * 60)) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Number(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    // Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March so that leap days come last.
    private static long Days(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        return (era * 146097L) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719468;
    }

    private (long Year, long Month, long Day, long SecondOfDay) Calendar(long ahead)
    {
        var (days, second) = Divided(Math.Clamp(Seconds, -Furthest, Furthest) + ahead - Earliest, 86400);
        var (eras, dayOfEra) = Divided(days, Era);
        var (year, month, day) = Date(dayOfEra);
        return (year + (eras * 400), month, day, second);
    }

    // Rounded down, so that the rest is never negative.
    private static (long Quotient, long Remainder) Divided(long value, long by)
    {
        var (quotient, rest) = Math.DivRem(value, by);
        return rest < 0 ? (quotient - 1, rest + by) : (quotient, rest);
    }

    private static (long Year, long Month, long Day) Date(long daysSinceYearZero)
    {
        var z = daysSinceYearZero - 60 + 146097;
        var era = z / 146097;
        var day = z % 146097;
        var yearOfEra = (day - (day / 1460) + (day / 36524) - (day / 146096)) / 365;
        var dayOfYear = day - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var m = ((5 * dayOfYear) + 2) / 153;
        var month = m < 10 ? m + 3 : m - 9;
        return (yearOfEra + ((era - 1) * 400) + (month <= 2 ? 1 : 0), month, dayOfYear - (((153 * m) + 2) / 5) + 1);
    }
}
