using System.Globalization;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;

namespace Holdfast.Restic.Operations.Checks;

/// <summary>Which packs to read, of many: one of equal groups, a random share, or random ones of so many bytes.</summary>
public sealed record PackSubset
{
    // restic's: the groups go by the first byte of a pack's name.
    private const int GroupLimit = 256;

    private readonly string _text;

    private PackSubset(string text) => _text = text;

    /// <summary>Group <c>Part</c> of <c>Of</c>, counted from 1. Going through all groups reads every pack once.</summary>
    public (int Part, int Of)? Group { get; private init; }

    /// <summary>Above 0, at most 100.</summary>
    public double? Percent { get; private init; }

    /// <summary>So many bytes of packs, at least one pack.</summary>
    public long? Bytes { get; private init; }

    /// <param name="text"><c>2/5</c>, <c>2.5%</c>, or bytes with K, M, G or T behind: <c>500M</c>.</param>
    /// <exception cref="RepositoryException">Request: it is none of these.</exception>
    public static PackSubset Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('/', StringComparison.Ordinal) ? GroupOf(text)
            : text.EndsWith('%') ? PercentOf(text)
            : ByteSize.TryParse(text, out var bytes) && bytes > 0 ? new(text) { Bytes = bytes }
            : throw Refused(text, "write it as n/t, as x% or as a number of bytes such as 500M");
    }

    /// <param name="packs">All there are, with their sizes in bytes.</param>
    internal List<PackId> ChooseFrom(IEnumerable<(PackId Id, long Size)> packs, Random random)
    {
        if (Group is var (part, of))
        {
            return [.. packs.Select(p => p.Id).Where(p => (int)(byte)(p.Value.High >> 120) % of == part - 1)];
        }

        // In an order that only the seed decides, so that a choice can be made again.
        var shuffled = packs.OrderBy(p => p.Id.ToString(), StringComparer.Ordinal).ToArray();
        random.Shuffle(shuffled);
        if (Percent is { } percent)
        {
            var count = Math.Max(1, (int)(shuffled.Length * percent / 100));
            return [.. shuffled.Take(count).Select(p => p.Id)];
        }

        List<PackId> chosen = [];
        long sum = 0;
        foreach (var (id, size) in shuffled.TakeWhile(_ => sum < Bytes))
        {
            chosen.Add(id);
            sum += size;
        }

        return chosen;
    }

    public override string ToString() => _text;

    private static PackSubset GroupOf(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && TryCount(parts[0], out var part) && TryCount(parts[1], out var of) && part <= of && of <= GroupLimit
            ? new(text) { Group = (part, of) }
            : throw Refused(text, $"in n/t both are whole numbers from 1, n is at most t, and t at most {GroupLimit}");
    }

    private static PackSubset PercentOf(string text) =>
        double.TryParse(text.AsSpan(..^1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
            ? new(text) { Percent = percent }
            : throw Refused(text, "a share is above 0% and at most 100%");

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;

    private static RepositoryException Refused(string text, string hint) =>
        new(RepositoryFault.Request, $"\"{text}\" is no subset of the data", hint);
}
