using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>How data grow: <c>5 GB a month</c>.</summary>
internal static partial class Growths
{
    public static Written Written { get; } = Written.Named("growth", "How data grow.", Written.Matching(@"^\s*.+\s+(a|per)\s+(day|week|month|year)\s*$"), "5 GB a month");

    public static readonly ValueKind<DataGrowth> Kind = new(ProblemId.BadGrowth, "write a size and a time, such as \"5 GB a month\" or \"200 MB a day\".", Complaint);

    private static string? Complaint(string text, out DataGrowth growth)
    {
        growth = default;
        var match = Pattern().Match(text);
        if (!match.Success)
        {
            return $"does not say how much is added in what time: {Shown.Quoted(text)}";
        }

        if (Sizes.Kind.Complaint(match.Groups["size"].Value, out var size) is { } complaint)
        {
            return complaint;
        }

        growth = new DataGrowth(size, match.Groups["unit"].Value switch { "day" => new(0, 1), "week" => new(0, 7), "month" => new(1, 0), _ => new(12, 0) });
        return null;
    }

    [GeneratedRegex(@"^(?<size>.+?)\s+(a|per)\s+(?<unit>day|week|month|year)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
