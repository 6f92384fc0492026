using System.Globalization;
using Holdfast.Presentation;

namespace Holdfast.Cli.Repo;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>90s</c>, <c>1.5h</c>, <c>300ms</c>, <c>0</c>.</summary>
internal static class GoDuration
{
    private static readonly (string Word, double Seconds)[] Units =
        [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("h", 3600), ("m", 60), ("s", 1)];

    /// <exception cref="UsageException">The text is none.</exception>
    internal static TimeSpan Parse(string text)
    {
        var rest = text == "0" ? "0s" : text;
        var seconds = 0.0;
        do
        {
            var digits = rest.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
            var unit = Array.Find(Units, u => rest[digits..].StartsWith(u.Word, StringComparison.Ordinal));
            if (unit.Word is null || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                throw new UsageException($"\"{text}\" is no duration", "write it like 1h30m or 90s");
            }

            seconds += unit.Seconds * number;
            rest = rest[(digits + unit.Word.Length)..];
        }
        while (rest.Length > 0);

        return seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"\"{text}\" is longer than any duration");
    }
}
