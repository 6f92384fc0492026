using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Operations.Patterns;

/// <summary>
/// One of restic's patterns over paths. One that begins with <c>/</c> counts from the root, any other matches wherever its names stand
/// in a row; <c>**</c> is any number of names, none too. What lies under a match matches as well. <c>!</c> in front takes back.
/// </summary>
internal sealed class PathPattern
{
    // Null stands for **.
    private readonly List<NamePattern?> _names = [];
    private readonly bool _isAbsolute;

    /// <exception cref="FormatException">It is no pattern.</exception>
    internal PathPattern(string text)
    {
        IsNegated = text.StartsWith('!');
        text = IsNegated ? text[1..] : text;
        _isAbsolute = text.StartsWith('/');
        foreach (var name in Cleaned(text, _isAbsolute))
        {
            _names.Add(name == "**" ? null : NamePattern.Parse(RawText.ToBytes(name)));
        }

        if (_isAbsolute && _names.Count == 0)
        {
            // The root itself: everything lies under it.
            _names.Add(null);
        }
    }

    internal bool IsNegated { get; }

    /// <param name="own">How many names in front no match may consist of alone: those that someone named without thinking of patterns.</param>
    internal bool Matches(IReadOnlyList<byte[]> path, int own = 0)
    {
        for (var from = 0; from <= (_isAbsolute ? 0 : path.Count - 1); from++)
        {
            if (MatchesFrom(0, path, from, own, 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether something under the path can match; what cannot need not be looked at.</summary>
    internal bool MayMatchUnder(IReadOnlyList<byte[]> path)
    {
        for (var i = 0; _isAbsolute && i < Math.Min(path.Count, _names.Count) && _names[i] is { } name; i++)
        {
            if (!name.Matches(path[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool MatchesFrom(int name, IReadOnlyList<byte[]> path, int at, int own, int stretched)
    {
        // Everything of the pattern found in a row is enough: the rest of the path lies under it. A ** alone needs a name to stand for.
        if (name == _names.Count)
        {
            return own > 0 ? at > own : _isAbsolute || at > 0;
        }

        if (_names[name] is { } pattern)
        {
            return at < path.Count && pattern.Matches(path[at]) && MatchesFrom(name + 1, path, at + 1, own, stretched);
        }

        // restic stretches one ** after the other, and until it is stretched each counts as a name that must fit into the path: so
        // /**/a/** means what is in a, and not a itself, though a/** means both.
        var later = _names.Skip(name + 1).Count(n => n is null);
        var room = later == 0 ? int.MaxValue
            : path.Count + (_isAbsolute ? 0 : 1) - _names.Count(n => n is not null) - stretched - later;
        for (var next = at; next <= path.Count && next - at <= room; next++)
        {
            if (MatchesFrom(name + 1, path, next, own, stretched + next - at))
            {
                return true;
            }
        }

        return false;
    }

    // As Go's filepath.Clean: no empty names, no ".", and ".." takes back the name before it.
    private static List<string> Cleaned(string text, bool isAbsolute)
    {
        List<string> names = [];
        foreach (var name in text.Split('/'))
        {
            if (name is "" or ".")
            {
                continue;
            }

            if (name != "..")
            {
                names.Add(name);
            }
            else if (names.Count > 0 && names[^1] != "..")
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (!isAbsolute)
            {
                names.Add(name);
            }
        }

        if (names.Count == 0 && !isAbsolute)
        {
            names.Add(".");
        }

        return names;
    }
}
