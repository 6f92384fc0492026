using System.Globalization;

namespace Holdfast.Presentation.Kits;

/// <summary>Times and lists in full words, for a reader who is tired.</summary>
public static class Said
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
        [("week", TimeSpan.FromDays(7)), ("day", TimeSpan.FromDays(1)), ("hour", TimeSpan.FromHours(1)), ("minute", TimeSpan.FromMinutes(1))];

    /// <summary>In the largest unit that divides it, such as <c>90 minutes</c>; else <c>3 minutes and 10 seconds</c>.</summary>
    public static string Of(TimeSpan time)
    {
        var (unit, length) = Units.FirstOrDefault(u => time.Ticks % u.Length.Ticks == 0, (Unit: "second", Length: TimeSpan.FromSeconds(1)));
        var whole = TimeSpan.FromMinutes(Math.Floor(time.TotalMinutes));
        return length > TimeSpan.FromSeconds(1) || whole < TimeSpan.FromMinutes(2)
            ? Count((decimal)time.Ticks / length.Ticks, unit)
            : $"{Of(whole)} and {Count((decimal)(time - whole).TotalSeconds, "second")}";
    }

    private static string Count(decimal count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:0.###} {unit}{(count == 1 ? "" : "s")}");

    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>With the offset, since the paper may be read in another place.</summary>
    public static string Of(DateTimeOffset time) => time.ToString(time.Offset == TimeSpan.Zero ? "yyyy-MM-dd HH:mm 'UTC'" : "yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    /// <summary>Nothing: null, so that a line without content can be left out.</summary>
    public static string? All(IEnumerable<string> texts, string between = ", ") => string.Join(between, texts) is { Length: > 0 } all ? all : null;
}
