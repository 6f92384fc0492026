using System.Text.RegularExpressions;

namespace Holdfast.Sources;

/// <summary>
/// The tables that hold rows, as they are remembered of a copy. Tables that differ in a date or a number only come and go by themselves, so
/// they are one: <c>log_#</c> is there as long as any of <c>log_2026_03</c> and its like is.
/// </summary>
internal static partial class TableNames
{
    /// <summary>They are remembered of every copy. A database with more is not compared by its tables.</summary>
    private const int Most = 500;

    private const int Longest = 200;

    /// <returns>Null: there are too many.</returns>
    internal static IReadOnlyList<string>? Of(IEnumerable<string> tables)
    {
        string[] names = [.. tables.Select(t => Counting().Replace(t, "#")).Select(t => t.Length > Longest ? t[..Longest] : t).Distinct().Order(StringComparer.Ordinal)];
        return names.Length <= Most ? names : null;
    }

    /// <summary>Three digits or more, and what dates put between them.</summary>
    [GeneratedRegex("[0-9]{3,}([-_]?[0-9]+)*")]
    private static partial Regex Counting();
}
