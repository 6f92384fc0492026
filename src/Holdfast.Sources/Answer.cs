using System.Globalization;

namespace Holdfast.Sources;

/// <summary>The one value that a query gave, written as a plan writes expected values.</summary>
public static class Answer
{
    /// <summary>Booleans <c>true</c> and <c>false</c>, numbers and times invariant, nothing <c>null</c>.</summary>
    public static string Write(object? value) => value switch
    {
        null or DBNull => "null",
        bool truth => truth ? "true" : "false",
        DateTime moment => moment.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>SQLite has no booleans: where one is expected, its 1 and 0 say the same.</summary>
    public static bool IsAsExpected(string answer, string expected)
    {
        expected = expected.Trim();
        if (IsTruth(expected)) return string.Equals(AsTruth(answer), expected, StringComparison.OrdinalIgnoreCase);
        return answer == expected || (Number(answer) is { } a && a == Number(expected));
    }

    /// <summary>The answer in the words of what was expected.</summary>
    public static string InWordsOf(string answer, string expected) => IsTruth(expected.Trim()) ? AsTruth(answer) : answer;

    private static bool IsTruth(string text) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase);

    private static string AsTruth(string answer) => answer switch { "1" => "true", "0" => "false", _ => answer };

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
