using System.Text.RegularExpressions;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>The pages that explain the language, and the plan in them.</summary>
internal static partial class ReferencePlan
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>All pages as one text.</summary>
    public static string Pages { get; } = string.Concat(
        new[] { Path.Combine(Root, "docs/plan.md") }
            .Concat(Directory.GetFiles(Path.Combine(Root, "docs/plan"), "*.md").Order(StringComparer.Ordinal))
            .Select(File.ReadAllText));

    public static string Text { get; } = YamlBlock().Match(Pages).Groups[1].Value;

    private static string FindRoot(string from) =>
        File.Exists(Path.Combine(from, "Holdfast.slnx")) ? from : FindRoot(Path.GetDirectoryName(from.TrimEnd('/'))!);

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
