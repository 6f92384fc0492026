using System.Buffers;
using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Patterns;

/// <summary>A list of restic's patterns: the later ones change what the earlier ones said.</summary>
internal sealed class PathPatterns
{
    private readonly List<PathPattern> _patterns = [];
    private readonly bool _ignoresCase, _hasNegated;

    /// <param name="option">The option that they were given with, for messages.</param>
    /// <exception cref="RepositoryException">Some are no patterns; all of those are named.</exception>
    internal PathPatterns(IEnumerable<string> patterns, bool ignoreCase, string option)
    {
        _ignoresCase = ignoreCase;
        List<string> invalid = [];
        foreach (var text in patterns.Where(p => p.Length > 0))
        {
            try
            {
                _patterns.Add(new(ignoreCase ? Lower(text) : text));
            }
            catch (FormatException)
            {
                invalid.Add(text);
            }
        }

        _hasNegated = _patterns.Exists(p => p.IsNegated);
        if (invalid.Count > 0)
        {
            throw new RepositoryException(
                RepositoryFault.Request, $"{option}: invalid pattern(s) provided:\n{string.Join('\n', invalid)}", "put \\ before a [ that is part of a name");
        }
    }

    internal bool IsEmpty => _patterns.Count == 0;

    /// <param name="own">How many names in front no match may consist of alone.</param>
    internal bool Matches(IReadOnlyList<byte[]> path, int own = 0) => Find(path, own).Matches;

    /// <summary>Whether the path matches, and whether something under it may.</summary>
    internal (bool Matches, bool MayMatchUnder) Find(IReadOnlyList<byte[]> path, int own = 0)
    {
        path = _ignoresCase ? [.. path.Select(Lower)] : path;
        bool matches = false, mayMatchUnder = false;
        foreach (var pattern in _patterns)
        {
            if (matches && mayMatchUnder && !_hasNegated)
            {
                break;
            }

            var isMatch = pattern.Matches(path, own);
            matches = pattern.IsNegated ? matches && !isMatch : matches || isMatch;
            mayMatchUnder = pattern.IsNegated ? mayMatchUnder && !isMatch : mayMatchUnder || pattern.MayMatchUnder(path);
        }

        return (matches, mayMatchUnder);
    }

    private static string Lower(string text)
    {
        var lower = new StringBuilder(text.Length);
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            // A byte that is not UTF-8 has no small letter and stays what it is.
            var isRune = Rune.DecodeFromUtf16(rest, out var rune, out var length) == OperationStatus.Done;
            lower.Append(isRune ? Rune.ToLowerInvariant(rune).ToString() : rest[..length]);
            rest = rest[length..];
        }

        return lower.ToString();
    }

    private static byte[] Lower(byte[] name) => RawText.ToBytes(Lower(RawText.FromBytes(name)));
}
