using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>What an outage costs over time: <c>1200 an hour</c>, <c>20 a minute</c>, <c>500 per day</c>.</summary>
internal static partial class Money
{
    public static Written Written { get; } = Written.Named("costRate", "What is lost over time, in the plan's currency.", Written.Matching(@"^\s*[0-9]+(\.[0-9]+)?\s+(an?|per)\s+[a-z]+\s*$"), "1200 an hour");

    public static readonly ValueKind<decimal> Kind = new(ProblemId.BadMoney, Hint, Complaint);

    private const string Hint =
        "write a number and a time, such as \"1200 an hour\" or \"500 a day\", without a currency: the plan's \"currency\" counts.";

    // Enough for anybody, and far from where costs multiplied by durations overflow.
    private const decimal Most = 1_000_000_000_000m;

    /// <returns>Null when the text was understood; else what is wrong with it, to follow its name.</returns>
    public static string? Complaint(string text, out decimal perHour)
    {
        perHour = 0;
        var match = Pattern().Match(text);
        if (!match.Success || Durations.SecondsIn(match.Groups["unit"].Value) is not { } seconds)
        {
            return $"is not an amount over time: {Shown.Quoted(text)}";
        }

        if (match.Groups["sign"].Length > 0)
        {
            return $"can't be less than nothing: {Shown.Quoted(text)}";
        }

        if (!decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            || amount > Most)
        {
            return $"is larger than any business: {Shown.Quoted(text)}";
        }

        perHour = amount * 3600 / seconds;
        return null;
    }

    [GeneratedRegex(@"^(?<sign>-?)(?<number>[0-9]+(\.[0-9]+)?)\s+(an?|per)\s+(?<unit>[a-z]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
