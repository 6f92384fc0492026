namespace Holdfast.Restic.Operations.Backups;

/// <summary>
/// restic's exclude patterns over paths of names. A pattern that begins with <c>/</c> counts from the root, any other matches
/// wherever its names stand in a row; <c>**</c> is any number of names; in a name <c>*</c>, <c>?</c> and <c>[a-z]</c> work as in a shell.
/// The last pattern that matches decides; <c>!</c> in front means "not excluded after all".
/// </summary>
internal sealed class ExcludePatterns
{
    private readonly List<(string[] Names, bool FromRoot, bool Excludes)> _patterns = [];

    internal ExcludePatterns(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns.Select(p => p.Trim()).Where(p => p.Length > 0))
        {
            var text = pattern.TrimStart('!');
            _patterns.Add((
                text.Split('/', StringSplitOptions.RemoveEmptyEntries),
                text.StartsWith('/'),
                !pattern.StartsWith('!')));
        }
    }

    internal bool IsEmpty => _patterns.Count == 0;

    internal bool IsExcluded(IReadOnlyList<string> path)
    {
        var excluded = false;
        foreach (var (names, fromRoot, excludes) in _patterns)
        {
            // Only the end of a path is compared: what lies under an excluded folder is never asked about.
            if (excluded != excludes && MatchesEnd(names, path, fromRoot))
            {
                excluded = excludes;
            }
        }

        return excluded;
    }

    private static bool MatchesEnd(string[] names, IReadOnlyList<string> path, bool fromRoot)
    {
        if (fromRoot)
        {
            return Matches(names, 0, path, 0);
        }

        for (var start = 0; start < path.Count; start++)
        {
            if (Matches(names, 0, path, start))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(string[] names, int n, IReadOnlyList<string> path, int p)
    {
        if (n == names.Length)
        {
            return p == path.Count;
        }

        if (names[n] == "**")
        {
            for (var next = p; next <= path.Count; next++)
            {
                if (Matches(names, n + 1, path, next))
                {
                    return true;
                }
            }

            return false;
        }

        return p < path.Count && NameMatches(names[n], path[p]) && Matches(names, n + 1, path, p + 1);
    }

    private static bool NameMatches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '*')
            {
                for (var skip = 0; skip <= name.Length; skip++)
                {
                    if (NameMatches(pattern[1..], name[skip..]))
                    {
                        return true;
                    }
                }

                return false;
            }

            if (name.IsEmpty || !CharacterMatches(ref pattern, name[0]))
            {
                return false;
            }

            name = name[1..];
        }

        return name.IsEmpty;
    }

    // Takes one character's worth off the pattern.
    private static bool CharacterMatches(ref ReadOnlySpan<char> pattern, char c)
    {
        var close = pattern[0] == '[' ? pattern[1..].IndexOf(']') + 1 : 0;
        if (close > 0)
        {
            var set = pattern[1..close];
            pattern = pattern[(close + 1)..];
            var negated = set is ['^', ..];
            set = negated ? set[1..] : set;
            var within = false;
            for (var i = 0; i < set.Length; i++)
            {
                var isRange = i + 2 < set.Length && set[i + 1] == '-';
                within |= isRange ? c >= set[i] && c <= set[i + 2] : c == set[i];
                i += isRange ? 2 : 0;
            }

            return within != negated;
        }

        var escaped = pattern is ['\\', _, ..];
        var wanted = escaped ? pattern[1] : pattern[0];
        pattern = pattern[(escaped ? 2 : 1)..];
        return (wanted == '?' && !escaped) || wanted == c;
    }
}
