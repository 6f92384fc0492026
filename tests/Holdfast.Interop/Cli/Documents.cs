using System.Text.RegularExpressions;
using Holdfast.Interop.Programs;
using Xunit;

namespace Holdfast.Interop.Cli;

/// <summary>The commands that a page of <c>docs</c> shows, as a reader copies them.</summary>
internal static partial class Documents
{
    /// <summary>Each block of shell commands under a heading.</summary>
    public static string[] Blocks(string page, string heading)
    {
        var text = File.ReadAllText(Path.Combine(Built.Checkout, "docs", page));
        var part = text[text.IndexOf($"# {heading}\n", StringComparison.Ordinal)..];
        var end = part.IndexOf("\n## ", StringComparison.Ordinal);
        string[] blocks = [.. Block().Matches(end < 0 ? part : part[..end]).Select(b => b.Groups[1].Value)];
        Assert.NotEmpty(blocks);
        return blocks;
    }

    [GeneratedRegex("^```(?:sh)?\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
