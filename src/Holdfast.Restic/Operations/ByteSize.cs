using System.Globalization;

namespace Holdfast.Restic.Operations;

/// <summary>Sizes as restic takes them: <c>500</c>, <c>20k</c>, <c>3M</c>, <c>1G</c>, <c>2T</c>; 1024 to a kilobyte.</summary>
public static class ByteSize
{
    private const string Units = "bkmgt";

    /// <returns>Whether the text is a size that a long can hold.</returns>
    public static bool TryParse(string text, out long bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        var unit = text.Length > 0 ? Units.IndexOf(char.ToLowerInvariant(text[^1]), StringComparison.Ordinal) : -1;
        var shift = 10 * Math.Max(0, unit);
        var isSize = long.TryParse(unit < 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue >> shift;
        bytes = isSize ? number << shift : 0;
        return isSize;
    }
}
