using System.Globalization;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Days: <c>2021-03-01</c>.</summary>
internal static class Dates
{
    public static Written Written { get; } = Written.Named("date", "A day.", Written.Matching(@"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"), "2021-03-01");

    public static readonly ValueKind<DateOnly> Kind = new(
        ProblemId.BadDate, "write year, month and day, such as \"2021-03-01\".", Complaint);

    // A plan speaks of its own time; and a century after the last of these is still a date.
    private static readonly (int First, int Last) Years = (1950, 2999);

    private static string? Complaint(string text, out DateOnly date) =>
        !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date) ? $"is no date: {Shown.Quoted(text)}"
        : date.Year < Years.First || date.Year > Years.Last ? $"is no date of our time: {Shown.Quoted(text)}"
        : null;
}
