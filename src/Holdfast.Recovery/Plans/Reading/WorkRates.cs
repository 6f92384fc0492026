using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>How much work comes or is done: <c>12 an hour</c>, <c>200 a day</c>.</summary>
internal static class WorkRates
{
    public static Written Written { get; } = Written.Named("workRate", "How much work comes or is done over time.", Written.Matching(@"^\s*[0-9]+(\.[0-9]+)?\s+(an?|per)\s+[a-z]+\s*$"), "12 an hour", "200 a day");

    public static readonly ValueKind<WorkRate> Kind = new(ProblemId.BadWorkRate, "write a number and a time, such as \"12 an hour\" or \"200 a day\".", Complaint);

    private static string? Complaint(string text, out WorkRate rate)
    {
        // Written as costs over time are, and counted the same way.
        var complaint = Money.Complaint(text, out var perHour);
        rate = new WorkRate(perHour);
        return complaint is null ? null : $"is no amount of work over time: {Shown.Quoted(text)}";
    }
}
