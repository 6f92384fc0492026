using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>How fast data move: <c>100 Mbit/s</c>, <c>40 MB/s</c>.</summary>
internal static class DataRates
{
    public static Written Written { get; } = Written.Named("dataRate", "How fast data move.", Written.Matching(@"^\s*[0-9]+(\.[0-9]+)?\s*[A-Za-z]+/s\s*$"), "100 Mbit/s", "40 MB/s");

    public static readonly ValueKind<DataRate> Kind = new(
        ProblemId.BadRate, "write a number and a unit: kbit/s, Mbit/s, Gbit/s, or kB/s, MB/s, GB/s, such as \"100 Mbit/s\" or \"40 MB/s\".", Complaint);

    private static readonly Dictionary<string, decimal> Units = Sizes.Units
        .Where(u => u.Key.EndsWith('B'))
        .Select(u => (Unit: u.Key + "/s", Bits: u.Value * 8))
        .Concat([("bit/s", 1m), ("kbit/s", 1e3m), ("Mbit/s", 1e6m), ("Gbit/s", 1e9m), ("Tbit/s", 1e12m)])
        .ToDictionary(u => u.Item1, u => u.Item2);

    private const decimal Most = 1e16m;

    private static string? Complaint(string text, out DataRate rate)
    {
        var complaint = Quantity.Complaint(text, "rate of data", Units, Most, out var bits);
        rate = new DataRate((long)Math.Max(1, bits));
        return complaint;
    }
}
