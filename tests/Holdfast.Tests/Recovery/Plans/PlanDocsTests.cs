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

    // What the plan of the reference calls its own things.
    private static readonly string[] DefinedNames =
        ["office", "colo", "office-server", "nas", "vault", "records", "billing", "documents", "see patients", "send invoices", "office fire"];

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
    public void Every_rule_is_broken_by_a_test()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Root, "tests/Holdfast.Tests/Recovery/Plans/Rules"), "*.cs").Select(File.ReadAllText));
        Assert.All(Findings.Rules, rule => Assert.Contains($"\"{rule.Id}\"", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_problem_is_provoked_by_a_test()
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Root, "tests/Holdfast.Tests/Recovery/Plans"), "*.cs").Select(File.ReadAllText));
        Assert.All(Ids, id => Assert.Matches($"[\" ]{id}\"", tests));
    }

    [Fact]
    public void The_plan_in_the_reference_is_a_plan()
    {
        var plan = YamlBlock().Match(Text("docs/plan.md")).Groups[1].Value;
        Assert.Equal(4, ExamplePlans.Read(plan).Systems.Length);
    }

    [Fact]
    public void The_reference_explains_every_key_of_its_plan()
    {
        var reference = Text("docs/plan.md");
        var plan = YamlBlock().Match(reference).Groups[1].Value;
        var explanations = reference.Replace(plan, "", StringComparison.Ordinal);
        var keys = PlanKey().Matches(plan).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Superset(PlanSections.Keys.ToHashSet(), keys);
        Assert.All(keys.Except(DefinedNames), key => Assert.Matches($"[`{{,] ?{key}[:`]", explanations));
    }

    private static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    private static string FindRoot(string from) =>
        File.Exists(Path.Combine(from, "Holdfast.slnx")) ? from : FindRoot(Path.GetDirectoryName(from.TrimEnd('/'))!);

    [GeneratedRegex("^### `(.+)`$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^### `(.+)`\n(\\w+)\\. ", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();

    // A key begins a line or follows a brace, a comma or the dash of an item.
    [GeneratedRegex(@"(?:^|[{,]|- )\s*([a-z][a-z ]*):(?=\s)", RegexOptions.Multiline)]
    private static partial Regex PlanKey();
}
