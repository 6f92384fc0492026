using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Sources.Secrets;

/// <summary>
/// A key that says itself whether it was typed as it is on paper: <c>HF1-</c> and nine groups of five signs. The last sign of a group checks
/// the group and its place, the ninth group checks all. The text is the password itself, so restic takes what is printed as it stands.
/// </summary>
public static class PaperKey
{
    private const string Prefix = "HF1";
    private const int InGroup = 5;
    private const int KeyGroups = 8;
    private const int Groups = KeyGroups + 1;
    private const int Signs = KeyGroups * (InGroup - 1); // 160 bits of chance.

    /// <summary>Without I, L, O and U, as in Douglas Crockford's base 32: what is taken for another sign is read as that.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>x^5 + x^2 + 1, by which signs are multiplied: no two of a group can make up for one another.</summary>
    private const int Polynomial = 0b100101;

    public static string New() => Of(RandomNumberGenerator.GetItems<char>(Alphabet, Signs));

    /// <summary>Whether the text is such a key, or was meant as one. Anything else is a password in whose form nothing can be checked.</summary>
    public static bool IsMeant(string text)
    {
        var parts = Parts(text);
        return parts.Length > 0 && (Folded(parts[0]) is "HF1"
            ? text.Length > Prefix.Length + (2 * InGroup)
            : parts.Length == Groups + 1 && parts[0].Length <= Prefix.Length + 1 && parts.Skip(1).Count(p => p.Length == InGroup && p.All(char.IsAsciiLetterOrDigit)) >= Groups - 1);
    }

    /// <summary>Reads it however it was typed: in small letters, with blanks or nothing between its groups.</summary>
    /// <returns>The key; or what is wrong with what was typed, without any of it.</returns>
    public static (string? Key, string? Complaint) Read(string typed)
    {
        var parts = Parts(typed);
        if (parts is not [var first, ..] || Folded(first) != Prefix)
        {
            return (null, $"it does not begin with {Prefix}");
        }

        var groups = parts[1..].Select(Folded).ToArray();
        if (groups.Length != Groups && string.Concat(groups) is { Length: Groups * InGroup } run)
        {
            groups = [.. run.Chunk(InGroup).Select(g => new string(g))];
        }

        return groups.Length != Groups ? (null, $"it has {groups.Length} {(groups.Length == 1 ? "group" : "groups")} after {Prefix}, and not {Groups}")
            : Complaint(groups) is { } complaint ? (null, complaint)
            : ($"{Prefix}-{string.Join('-', groups)}", null);
    }

    /// <summary>Of a key of which only the first lines were typed: how many whole groups there are, and what is wrong with one of them.</summary>
    public static (int Groups, string? Complaint) ReadBeginning(string typed)
    {
        var all = string.Concat(Parts(typed).Select(Folded));
        if (!all.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return (0, $"it does not begin with {Prefix}");
        }

        var groups = all[Prefix.Length..].Chunk(InGroup).Select(g => new string(g)).ToArray();
        return groups.Length > Groups ? (groups.Length, $"it has more than {Groups} groups after {Prefix}")
            : (groups.Length, Wrong(groups) ?? (groups.Length == Groups ? Complaint(groups) : null));
    }

    /// <summary>In lines of three groups, for paper.</summary>
    public static IReadOnlyList<string> LinesOf(string key) => [.. key.Split('-')[1..].Chunk(3).Select((groups, line) => (line == 0 ? Prefix + "-" : "") + string.Join('-', groups))];

    private static string Of(ReadOnlySpan<char> signs)
    {
        var key = new StringBuilder(Prefix);
        for (var group = 0; group < KeyGroups; group++)
        {
            var data = signs.Slice(group * (InGroup - 1), InGroup - 1);
            key.Append('-').Append(data).Append(CheckOf(data, group));
        }

        return key.Append('-').Append(WholeOf(signs)).ToString();
    }

    private static string? Complaint(string[] groups)
    {
        if (Wrong(groups) is { } wrong)
        {
            return wrong;
        }

        var signs = string.Concat(groups.Take(KeyGroups).Select(g => g[..^1]));
        return groups[^1] == WholeOf(signs) ? null : $"each group alone may be right, but together they are not what was printed: compare all of them, the last ({Groups}) first";
    }

    /// <summary>Which groups are wrong by themselves; null: none.</summary>
    private static string? Wrong(string[] groups)
    {
        var wrong = groups.Index().Where(g => g.Index < KeyGroups ? !IsWhole(g.Item, g.Index) : !IsRead(g.Item)).ToArray();
        if (wrong.Length > 0)
        {
            var (number, group) = (wrong[0].Index + 1, wrong[0].Item);
            var why = group.Length != InGroup ? $"has {group.Length} signs, and not {InGroup}" : !IsRead(group) ? "has a sign that no key has (letters and digits without U)" : "is wrong";
            var others = wrong.Length == 1 ? "" : $"; so {(wrong.Length == 2 ? "is" : "are")} {string.Join(", ", wrong.Skip(1).Select(w => w.Index + 1))}";
            return $"group {number} of {Groups} after {Prefix} {why}{others}";
        }

        return null;
    }

    private static bool IsWhole(string group, int place) => IsRead(group) && group[^1] == CheckOf(group.AsSpan(..^1), place);

    private static bool IsRead(string group) => group.Length == InGroup && group.All(Alphabet.Contains);

    /// <summary>One sign that is wrong, or two neighbours that are swapped, or a group in another's place change it.</summary>
    private static char CheckOf(ReadOnlySpan<char> data, int place)
    {
        var sum = place + 1;
        foreach (var sign in data)
        {
            sum = Doubled(sum ^ Alphabet.IndexOf(sign, StringComparison.Ordinal));
        }

        return Alphabet[sum];
    }

    private static int Doubled(int value) => (value << 1) is var twice && (twice & 0b100000) != 0 ? twice ^ Polynomial : twice;

    private static string WholeOf(ReadOnlySpan<char> signs)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes([.. signs]), hash);
        var check = new StringBuilder(InGroup);
        for (var i = 0; i < InGroup; i++)
        {
            check.Append(Alphabet[hash[i] & 31]);
        }

        return check.ToString();
    }

    /// <summary>What stands between separators. One may be missing after the prefix as anywhere else, where all is about as long as a key.</summary>
    private static string[] Parts(string text)
    {
        var parts = text.Split((char[])['-', ' ', '\t', '\n', '\r', '_', '.', '\u2013', '\u2014', '\u2011'], StringSplitOptions.RemoveEmptyEntries);
        return parts is [{ Length: > 3 } first, .. var others] && Folded(first[..Prefix.Length]) == Prefix
            && Math.Abs(parts.Sum(p => p.Length) - Prefix.Length - (Groups * InGroup)) <= 2
                ? [first[..Prefix.Length], first[Prefix.Length..], .. others]
                : parts;
    }

    private static string Folded(string part) =>
        string.Concat(part.ToUpperInvariant().Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));
}
