using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans;

/// <summary>The TCP ports of a host that the words of a command name: by <c>{port NAME}</c>, or written out after an address of this machine.</summary>
public static partial class NamedPorts
{
    private const int Http = 80, Https = 443;

    // Stands for a placeholder: no part of a number or a name.
    private const char Filled = '\u0001';

    /// <param name="ports">The host's, by name.</param>
    public static IReadOnlyList<int> In(IEnumerable<string> words, IReadOnlyDictionary<string, int> ports) =>
        [.. words.SelectMany(word => InWord(Placeholders.Pieces(word).ToArray(), ports)).Distinct()];

    private static IEnumerable<int> InWord(Placeholders.Piece[] pieces, IReadOnlyDictionary<string, int> ports)
    {
        foreach (var piece in pieces.Where(p => p.Kind == Placeholders.PieceKind.Port))
        {
            if (ports.TryGetValue(piece.Text, out var port))
            {
                yield return port;
            }
        }

        // A number alone may be anything; one after this machine's address is a port.
        var literal = string.Concat(pieces.Select(p => p.Kind == Placeholders.PieceKind.Literal ? p.Text : Filled.ToString()));
        foreach (Match match in Local().Matches(literal))
        {
            var port = match.Groups["port"];
            if (port.Success && int.TryParse(port.Value, CultureInfo.InvariantCulture, out var number))
            {
                yield return number;
            }
            else if (!port.Success && match.Groups["scheme"].Success)
            {
                yield return match.Groups["scheme"].Value == "https" ? Https : Http;
            }
        }
    }

    [GeneratedRegex(@"(?:(?<scheme>https?)://)?(?<![\w.\-])(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?:[: ](?<port>[0-9]{1,5})(?![\w.\u0001])|(?![\w.:\-]))", RegexOptions.CultureInvariant)]
    private static partial Regex Local();
}
