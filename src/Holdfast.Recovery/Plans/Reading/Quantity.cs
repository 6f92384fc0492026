using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>A number and the unit after it.</summary>
internal static partial class Quantity
{
    /// <param name="wanted">What it should be, such as <c>size</c>.</param>
    /// <param name="units">What each unit is worth.</param>
    /// <returns>Null when the text was understood; else what is wrong with it.</returns>
    public static string? Complaint(string text, string wanted, IReadOnlyDictionary<string, decimal> units, decimal most, out decimal value)
    {
        value = 0;
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return $"is no {wanted}: {Shown.Quoted(text)}";
        }

        var unit = match.Groups["unit"].Value;
        if (unit.Length == 0)
        {
            return $"has no unit: {Shown.Quoted(text)}";
        }

        if (!units.TryGetValue(unit, out var worth))
        {
            return $"has a unit that is no {wanted}: {Shown.Quoted(unit)}";
        }

        if (!decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > most / worth)
        {
            return $"is larger than any {wanted}: {Shown.Quoted(text)}";
        }

        value = number * worth;
        return value > 0 ? null : $"must be more than nothing: {Shown.Quoted(text)}";
    }

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)\s*(?<unit>([A-Za-z][A-Za-z/ ]*)?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
