using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Reading;

/// <summary>Amounts of data: <c>300 GB</c>, <c>1.5 TiB</c>.</summary>
internal static class Sizes
{
    /// <summary>As a pattern of JSON Schema.</summary>
    public const string SchemaPattern = @"[0-9]+(\.[0-9]+)?\s*(B|k|kB|KB|M|MB|G|GB|T|TB|PB|KiB|MiB|GiB|TiB|PiB)";

    public static Written Written { get; } = Written.Named("size", "An amount of data.", Written.Matching($@"^\s*{SchemaPattern}\s*$"), "300 GB", "1.5 TiB");

    public static readonly ValueKind<ByteSize> Kind = new(
        ProblemId.BadSize, "write a number and a unit: B, kB, MB, GB, TB, or KiB, MiB, GiB, TiB, such as \"300 GB\" or \"1.5 TiB\".", Complaint);

    /// <summary>What each unit of data is worth in bytes.</summary>
    public static readonly IReadOnlyDictionary<string, decimal> Units = new Dictionary<string, decimal>
    {
        ["B"] = 1, ["k"] = 1e3m, ["kB"] = 1e3m, ["KB"] = 1e3m, ["M"] = 1e6m, ["MB"] = 1e6m, ["G"] = 1e9m, ["GB"] = 1e9m,
        ["T"] = 1e12m, ["TB"] = 1e12m, ["PB"] = 1e15m,
        ["KiB"] = 1L << 10, ["MiB"] = 1L << 20, ["GiB"] = 1L << 30, ["TiB"] = 1L << 40, ["PiB"] = 1L << 50,
    };

    // Far beyond any business, and far from where sums overflow.
    private const decimal Most = 1e17m;

    private static string? Complaint(string text, out ByteSize size)
    {
        var complaint = Quantity.Complaint(text, "size", Units, Most, out var bytes);
        size = new ByteSize((long)Math.Max(1, bytes));
        return complaint;
    }
}
