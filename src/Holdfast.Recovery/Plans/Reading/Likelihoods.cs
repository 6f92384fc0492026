using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>How often something is expected: <c>once in 5 years</c>, <c>10 % a year</c>.</summary>
internal static partial class Likelihoods
{
    public static Written Written { get; } = Written.Named("likelihood", "How often something is expected.", Written.Matching(@"year|month"), "once in 5 years", "twice a year", "10 % a year");

    public static readonly ValueKind<Likelihood> Kind = new(
        ProblemId.BadLikelihood, "write it as \"once in 5 years\", \"twice a year\" or \"10 % a year\".", Complaint);

    private static string? Complaint(string text, out Likelihood likelihood)
    {
        likelihood = default;
        var match = Pattern().Match(text);
        if (!match.Success
            || !decimal.TryParse(match.Groups["number"].Value is { Length: > 0 } number ? number : "1", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            || (match.Groups["percent"].Success ? value > 100 : value is 0 or > 1000))
        {
            return $"does not say how likely it is: {Shown.Quoted(text)}";
        }

        var yearly = match.Groups["unit"].Value is "month" or "months" ? 12 : 1;
        likelihood = new Likelihood(match.Groups["percent"].Success ? value / 100 : (match.Groups["twice"].Success ? 2 : 1) * yearly / value);
        return null;
    }

    [GeneratedRegex(
        @"^((?<number>[0-9]+(\.[0-9]+)?)\s*(?<percent>%)\s+(a|per)\s+year|(once|(?<twice>twice))\s+((a|per)\s+(?<unit>year|month)|in\s+(?<number>[0-9]+(\.[0-9]+)?)\s+(?<unit>years?|months?)))$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
