
namespace Holdfast.Recovery.Plans.Values;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
public static class Suggestion
{
    // Longer words can't be a slip of one of ours, and the comparison costs length times length.
    private const int LongestWord = 64;

    // So that a large file full of slips is still answered at once.
    private const int MostKnown = 500;

    /// <returns>The nearest known word; null when none is near enough to be a slip.</returns>
    public static string? For(string word, IEnumerable<string> known)
    {
        var lowered = word.ToLowerInvariant();
        return word.Length > LongestWord
            ? null
            : known.Take(MostKnown).Where(k => Math.Abs(k.Length - word.Length) <= Tolerance(k))
                .Select(k => (Word: k, Distance: Distance(lowered, k.ToLowerInvariant())))
                .Where(k => k.Distance <= Tolerance(k.Word))
                .OrderBy(k => k.Distance)
                .Select(k => k.Word)
                .FirstOrDefault();
    }

    // One slip in a short word, more in a longer one: with two, "rto" would become "rpo" or "to" or anything.
    private static int Tolerance(string word) => Math.Max(1, word.Length / 3);

    /// <summary>Edit distance that counts two swapped neighbours as one slip (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last) = (last, row);
        }

        return last[b.Length];
    }
}
