using System.Globalization;
using Holdfast.Restic;

namespace Holdfast.Cli.Repo;

/// <summary>Sizes as restic's options take them: <c>500</c>, <c>20k</c>, <c>3M</c>, <c>1G</c>, <c>2T</c>.</summary>
internal static class ByteCount
{
    private const string Units = "bkmgt";

    /// <param name="option">For the message: the option that the text was given to.</param>
    /// <exception cref="RepositoryException">Request: it is no size.</exception>
    internal static long Parse(string text, string option)
    {
        var unit = text.Length > 0 ? Units.IndexOf(char.ToLowerInvariant(text[^1]), StringComparison.Ordinal) : -1;
        var digits = unit >= 0 ? text[..^1] : text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue >> (10 * Math.Max(0, unit))
            ? number << (10 * Math.Max(0, unit))
            : throw new RepositoryException(
                RepositoryFault.Request, $"invalid number of bytes \"{text}\" for {option}", "write it like 500M or 2G");
    }
}
