using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Cases;

/// <summary>What the pages of the cases say, held against the plans beside them.</summary>
public class PublicCasesTests
{
    /// <summary>Plans that stand by themselves; the others are included by them.</summary>
    public static TheoryData<string> Plans =>
        [.. Directory.GetFiles(PublicCase.Folder, "holdfast*.yaml", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(PublicCase.Folder, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_case_says_of_each_plan_whether_it_is_good_and_why_it_is_not(string path)
    {
        var page = File.ReadAllText(Path.Combine(PublicCase.Folder, Path.GetDirectoryName(path)!, "README.md"));
        var plan = PublicCase.Of(path);
        Assert.All(plan.Errors, id => Assert.Contains($"`{id}`", page, StringComparison.Ordinal));
        var line = page.Split('\n').First(l => l.Contains($"({Path.GetFileName(path)})", StringComparison.Ordinal));
        Assert.True(line.Contains("not good", StringComparison.Ordinal) == plan.Errors.Any() || !line.StartsWith('|'), $"{path}: {line}");
    }

    [Fact]
    public void A_page_names_no_rule_that_there_is_not() =>
        Assert.All(
            Directory.GetFiles(PublicCase.Folder, "README.md", SearchOption.AllDirectories).SelectMany(f => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(f), "`([a-z]+(?:-[a-z]+)+)`")),
            match => Assert.Contains(match.Groups[1].Value, Findings.Rules.Select(r => r.Id)));
}
