using System.Net;
using System.Text.RegularExpressions;

namespace Holdfast.Tests.Presentation.Kits;

/// <summary>What a reader of a kit's HTML sees, found without the code that wrote it.</summary>
internal static partial class Page
{
    /// <summary>All words, with single spaces between them.</summary>
    public static string Words(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tag().Replace(Style().Replace(html, ""), " ")), " ");

    /// <summary>The words of one section.</summary>
    public static string Words(string html, string section) => Words(Section(html, section));

    /// <summary>The HTML of one section.</summary>
    public static string Section(string html, string section) =>
        html[html.IndexOf($"<section id=\"{section}\"", StringComparison.Ordinal)..] is var rest ? rest[..rest.IndexOf("</section>", StringComparison.Ordinal)] : "";

    public static IEnumerable<string> Commands(string html) =>
        from block in Command().Matches(html)
        from line in Code().Matches(block.Groups[1].Value)
        select WebUtility.HtmlDecode(line.Groups[1].Value);

    [GeneratedRegex("<pre class=\"command\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Command();

    [GeneratedRegex("<code>(.*?)</code>", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
