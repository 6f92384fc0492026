using System.IO.Enumeration;
using Holdfast.Presentation;

namespace Holdfast.Cli.Searching;

/// <summary>
/// What is looked for. A name without wildcards is found in every name that has it in it, as people expect of a search; with <c>*</c> or <c>?</c> the
/// whole name must be like it. Folders before it, with slashes between, must be those right above.
/// </summary>
internal sealed class NameWish
{
    private readonly string _name;
    private readonly string[] _folders;
    private readonly bool _isExact;
    private readonly StringComparison _comparison;

    private NameWish(string[] names, bool isExact, bool matchCase)
    {
        (_name, _folders, _isExact) = (names[^1], names[..^1], isExact);
        _comparison = matchCase ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
    }

    /// <param name="typed">A name, or a path's end.</param>
    /// <param name="isExact">It is the whole name, and <c>*</c> and <c>?</c> are signs as others.</param>
    /// <param name="matchCase">Capital and small letters are not the same.</param>
    /// <exception cref="UsageException">It names nothing.</exception>
    public static NameWish Of(string typed, bool isExact, bool matchCase) =>
        typed.Split('/', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } names && names is not ["."] ? new(names[0] == "." ? names[1..] : names, isExact, matchCase)
            : throw new UsageException($"\"{typed}\" names no file.", "Say a name or a part of one, such as contract, \"*.pdf\" or 2025/contract.txt; \"*\" is every file.");

    public bool IsName(string name) => Is(_name, name, part: true);

    /// <param name="folders">Those above the name, the uppermost first.</param>
    public bool IsIn(IReadOnlyList<string> folders)
    {
        var above = folders.Count - _folders.Length;
        for (var i = 0; i < _folders.Length; i++)
        {
            if (above < 0 || !Is(_folders[i], folders[above + i], part: false))
            {
                return false;
            }
        }

        return true;
    }

    private bool Is(string wanted, string name, bool part) =>
        _isExact ? name.Equals(wanted, _comparison)
        : wanted.AsSpan().ContainsAny('*', '?') ? FileSystemName.MatchesSimpleExpression(wanted, name, _comparison == StringComparison.OrdinalIgnoreCase)
        : part ? name.Contains(wanted, _comparison)
        : name.Equals(wanted, _comparison);
}
