using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>A kit as somebody has it in hands: what can be read and typed from it.</summary>
internal sealed partial class PrintedKit(string html)
{
    /// <summary>What a section lets one type, in order.</summary>
    public string[] CommandsOf(string section)
    {
        var part = html[html.IndexOf($"<section id=\"{section}\"", StringComparison.Ordinal)..];
        string[] commands =
        [
            .. from block in Block().Matches(part[..part.IndexOf("</section>", StringComparison.Ordinal)])
               from line in Line().Matches(block.Groups[1].Value)
               select WebUtility.HtmlDecode(line.Groups[1].Value),
        ];
        Assert.NotEmpty(commands);
        return commands;
    }

    /// <summary>A key as somebody types it who reads it from the paper: its lines, one after the other.</summary>
    /// <param name="heading">Of the card that it is on.</param>
    public string KeyOf(string heading)
    {
        var card = html[html.IndexOf($"<h3>{heading}</h3>", StringComparison.Ordinal)..];
        var box = card[card.IndexOf("<div class=\"typed\">", StringComparison.Ordinal)..];
        return string.Join(' ', Line().Matches(box[..box.IndexOf("</div>", StringComparison.Ordinal)]).Select(line => WebUtility.HtmlDecode(line.Groups[1].Value)));
    }

    [GeneratedRegex("<pre class=\"command\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("<code>(.*?)</code>", RegexOptions.Singleline)]
    private static partial Regex Line();
}
