using System.Globalization;

namespace Holdfast.Restic.Platform;

/// <summary>A moment with nanoseconds, which .NET's own times cannot hold: seconds since 1970 UTC and 0 to 999 999 999.</summary>
public readonly record struct FileTime(long Seconds, int Nanoseconds)
{
    // 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: outside them the format has no notation, so writers clamp.
    private const long Earliest = -62167219200, Latest = 253402300799;

    public static FileTime Of(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0 ? new(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * 100) : new(seconds, (int)rest * 100);
    }

    /// <summary>To 100 ns, and clamped to the years that .NET knows (1 to 9999).</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        Seconds < -62135596800 ? DateTimeOffset.MinValue
        : Seconds > Latest ? DateTimeOffset.MaxValue
        : DateTimeOffset.FromUnixTimeSeconds(Seconds).AddTicks(Nanoseconds / 100);

    /// <summary>RFC 3339 in UTC, trailing zeros of the fraction trimmed.</summary>
    public override string ToString() => ToString(TimeSpan.Zero);

    /// <summary>RFC 3339 as clocks show it that are ahead of UTC by this much, in whole minutes.</summary>
    public string ToString(TimeSpan offset)
    {
        var shown = Seconds + (long)offset.TotalSeconds;
        var clamped = Math.Clamp(shown, Earliest, Latest);
        var days = Math.DivRem(clamped - Earliest, 86400, out var second);
        var (year, month, day) = Date(days);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{year:D4}-{month:D2}-{day:D2}T{second / 3600:D2}:{second / 60 % 60:D2}:{second % 60:D2}");
        var fraction = clamped == shown && Nanoseconds != 0
            ? "." + Nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0')
            : "";
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

        time = new((Days(year, month, day) * 86400) + (hour * 3600) + (minute * 60) + second - offset, nanoseconds);
        zone = TimeSpan.FromSeconds(offset);
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
