using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Recovery.Plans;

/// <summary>What a text of the plan names by itself, whatever a host puts in for its placeholders.</summary>
internal static partial class LiteralText
{
    // Stands for a placeholder: no part of a number, of a name or of a path.
    private const char Filled = '\u0001';

    /// <summary>Numbers that can only mean ports: after a colon or an option's name, or a whole word.</summary>
    public static IEnumerable<int> Ports(string text) => Port().Matches(Bare(text))
        .Where(m => !m.Groups["host"].Success || IsLoopback(m.Groups["host"].Value))
        .Select(m => int.Parse(m.Groups["port"].Value, CultureInfo.InvariantCulture));

    /// <summary>Names and addresses that are spoken to: whole words, in an address of the web, before a port, after an equals sign or an @.</summary>
    public static IEnumerable<string> Hosts(string text) => Name().Matches(Bare(text)).Select(m => m.Groups["name"].Value);

    /// <summary>Paths from the root, as they are in a drill, and whether each comes from <c>{plan}</c>.</summary>
    public static IEnumerable<(string Path, bool OfPlan)> Paths(string text, string drillFolder, string planFolder)
    {
        var filled = string.Concat(Placeholders.Pieces(text).Select(p => p.Kind switch
        {
            Placeholders.PieceKind.Literal => p.Text,
            Placeholders.PieceKind.Folder => drillFolder,
            Placeholders.PieceKind.Plan => $"/{Filled}",
            _ => "0",
        }));
        foreach (var path in Path().Matches(filled).Select(m => m.Value))
        {
            var ofPlan = path.StartsWith($"/{Filled}", StringComparison.Ordinal);
            yield return (System.IO.Path.GetFullPath(ofPlan ? planFolder + path[2..] : path), ofPlan);
        }
    }

    /// <summary>Whom an address of the web asks; the port is null where a host puts it in. Null: a host puts in more than that.</summary>
    public static (string Host, int? Port)? Asked(string url)
    {
        var hasPort = Placeholders.Pieces(url).Any(p => p.Kind == Placeholders.PieceKind.Port);
        var filled = string.Concat(Placeholders.Pieces(url).Select(p => p.Kind switch
        {
            Placeholders.PieceKind.Literal => p.Text,
            Placeholders.PieceKind.Port => "1",
            _ => "folder",
        }));
        return Uri.TryCreate(filled, UriKind.Absolute, out var uri) ? (uri.DnsSafeHost, hasPort && uri.Port == 1 ? null : uri.Port) : null;
    }

    public static bool IsLoopback(string host) =>
        host is "localhost" or "::1" or "[::1]" or "0.0.0.0" or "*" || host.StartsWith("127.", StringComparison.Ordinal);

    private static string Bare(string text) =>
        string.Concat(Placeholders.Pieces(text).Select(p => p.Kind == Placeholders.PieceKind.Literal ? p.Text : Filled.ToString()));

    [GeneratedRegex(@"(?:(?<host>\[::1\]|[\w.\-*]+):|[=:]|\bport[ =]+|(?:^|\s)-[pP]\s*|^)(?<port>[0-9]{1,5})(?![\w.\u0001])", RegexOptions.IgnoreCase)]
    private static partial Regex Port();

    [GeneratedRegex(@"(?:^|//|[=@\s])(?<name>[A-Za-z0-9][\w.\-]*)(?=$|[:/,;\s\u0001])")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<![\w.~/\-\u0001])/(?!/)[^\s""'`;|&<>()=:,]*")]
    private static partial Regex Path();
}
