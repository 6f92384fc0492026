using System.Reflection;
using System.Text.RegularExpressions;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public partial class PlanDocsTests
{
    private static readonly string[] Ids =
        [.. typeof(ProblemId).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void Every_problem_is_explained_and_nothing_else_is()
    {
        var explained = Heading().Matches(Text("docs/plan-errors.md")).Select(m => m.Groups[1].Value);
        Assert.Equal(Ids, explained);
    }

    [Fact]
    public void Every_rule_is_explained_with_its_severity_and_nothing_else_is()
    {
        var explained = Rule().Matches(Text("docs/plan-rules.md")).Select(m => (m.Groups[1].Value, m.Groups[2].Value));
        Assert.Equal(Findings.Rules.Select(r => (r.Id, r.Severity.ToString())), explained);
    }

    [Fact]
    public void A_rule_cites_the_clause_that_its_explanation_cites()
    {
        var sections = Text("docs/plan-rules.md").Split("\n### `").Skip(1).ToDictionary(s => s[..s.IndexOf('`', StringComparison.Ordinal)], s => s.ReplaceLineEndings(" "));
        Assert.All(Findings.Rules, rule => Assert.Equal(rule.Clause, Clause().Match(sections[rule.Id]) is { Success: true } cited ? cited.Groups[1].Value : null));
    }

    [Fact]
    public void The_page_counts_the_rules_and_those_with_a_clause() =>
        Assert.Contains($"There are {Findings.Rules.Length} rules, and {Findings.Rules.Count(r => r.Clause is not null)} of them cite the clause", Text("docs/plan-rules.md"), StringComparison.Ordinal);

    [Fact]
    public void Every_rule_is_broken_by_a_test()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(ReferencePlan.Root, "tests/Holdfast.Tests/Recovery/Plans/Rules"), "*.cs").Select(File.ReadAllText));
        Assert.All(Findings.Rules, rule => Assert.Contains($"\"{rule.Id}\"", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_problem_is_provoked_by_a_test()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(ReferencePlan.Root, "tests/Holdfast.Tests/Recovery/Plans"), "*.cs").Select(File.ReadAllText));
        Assert.All(Ids, id => Assert.Matches($"[\" ]{id}\"", tests));
    }

    [Fact]
    public void The_plan_in_the_reference_is_a_plan_and_a_good_one()
    {
        Assert.Equal(5, ExamplePlans.Read(ExamplePlans.Reference).Systems.Length);
        Assert.Empty(Rules.Unwise.In(ExamplePlans.Reference).Where(f => f.Severity == Severity.Error).Select(f => f.ToString()));
    }

    [Fact]
    public void The_plan_in_the_reference_uses_every_key_there_is()
    {
        // One file can include no other, and there is one witness, which is a name there.
        var used = PlanKey().Matches(ExamplePlans.Reference).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Empty(Keys.Except(used).Except(["include", "file"]));
    }

    [Fact]
    public void The_reference_explains_every_key_there_is()
    {
        var explanations = ReferencePlan.Pages.Replace(ExamplePlans.Reference, "", StringComparison.Ordinal);
        Assert.All(Keys, key => Assert.Matches($"[`{{,] ?{key}[:`]", explanations));
    }

    /// <summary>Those that readers know, whatever they stand in.</summary>
    private static IEnumerable<string> Keys => KeysOfThings.All.SelectMany(thing => thing.Value).Distinct();

    private static string Text(string path) => File.ReadAllText(Path.Combine(ReferencePlan.Root, path));

    [GeneratedRegex("^### `(.+)`$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^### `(.+)`\n(\\w+)\\. ", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@" Clause: (.+?)\.\s*$")]
    private static partial Regex Clause();

    // A key begins a line or follows a brace, a comma or the dash of an item.
    [GeneratedRegex(@"(?:^|[{,]|- )\s*([a-z][a-z ]*):(?=\s)", RegexOptions.Multiline)]
    private static partial Regex PlanKey();
}
