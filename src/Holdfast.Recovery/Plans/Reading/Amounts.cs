using System.Globalization;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Sums of money: <c>100000</c>, <c>99.50</c>.</summary>
internal static class Amounts
{
    public static Written Written { get; } = Written.Named("amount", "A sum in the plan's currency.", Written.NumberOrText, "4000");

    public static readonly ValueKind<decimal> Kind = new(
        ProblemId.BadAmount, "write the number alone, such as \"4000\" or \"99.50\", without a currency: the plan's \"currency\" counts.", Complaint);

    private const decimal Most = 1_000_000_000_000m;

    public static string? Complaint(string text, out decimal amount) =>
        !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount) ? $"is no sum of money: {Shown.Quoted(text)}"
        : amount > Most ? $"is larger than any business: {Shown.Quoted(text)}"
        : null;
}
