using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Shares: <c>50 %</c>, <c>1.57 %</c>.</summary>
internal static partial class Percents
{
    public static Written Written { get; } = Written.Named("percent", "A share, from 0 to 100.", Written.Matching(@"^\s*[0-9]+(\.[0-9]+)?\s*%\s*$"), "50 %", "1.57 %");

    public static readonly ValueKind<Percent> Kind = new(ProblemId.BadPercent, "write a number from 0 to 100 and the sign, such as \"50 %\" or \"1.57 %\".", Complaint);

    private static string? Complaint(string text, out Percent percent)
    {
        percent = default;
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return $"is no percentage: {Shown.Quoted(text)}";
        }

        var parsed = decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value);
        if (!parsed || value > 100)
        {
            return $"is more than all of it: {Shown.Quoted(text)}";
        }

        percent = new Percent(value);
        return null;
    }

    [GeneratedRegex(@"^([0-9]+(?:\.[0-9]+)?)\s*%$")]
    private static partial Regex Pattern();
}
