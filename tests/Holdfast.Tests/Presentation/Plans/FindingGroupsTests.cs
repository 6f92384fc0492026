using Holdfast.Presentation.Plans.Checked;
using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Presentation.Plans;

public class FindingGroupsTests
{
    [Fact]
    public void The_worst_is_said_first_and_what_is_alike_once()
    {
        string[] lines =
        [
            .. FindingGroups.Lines(
            [
                Of("no-retention", Severity.Note, "a", 3, "copies of \"a\" are kept for ever"),
                Of("no-retention", Severity.Note, "b", 5, "copies of \"b\" are kept for ever"),
                Of("never-restored", Severity.Error, "b", 6, "\"b\" is never restored"),
            ]),
        ];
        Assert.Equal(
            [
                "", "p.yaml:6:1: error: \"b\" is never restored [never-restored]", "HINT: mend it",
                "", "p.yaml:3:1: note: copies of \"a\" are kept for ever [no-retention]", "  the same of b (line 5)", "HINT: mend it",
            ],
            lines);
    }

    [Fact]
    public void Hundreds_that_are_alike_take_a_few_lines_and_none_is_left_uncounted()
    {
        var findings = Enumerable.Range(1, 883).Select(i => Of("too-few-copies", Severity.Warning, $"site-{i}", i, $"system \"site-{i}\" is in 1 repository"));
        string[] lines = [.. FindingGroups.Lines(findings)];
        Assert.Equal(4, lines.Length);
        Assert.Equal("  the same of site-2 (line 2), site-3 (line 3), site-4 (line 4), site-5 (line 5), site-6 (line 6), site-7 (line 7) and 876 more", lines[2]);
    }

    [Fact]
    public void A_rule_that_is_broken_in_many_ways_names_those_that_are_not_told()
    {
        var findings = Enumerable.Range(1, 5).Select(i => Of("rto-below", Severity.Error, $"s{i}", i, $"system \"s{i}\" takes {i} hours"));
        string[] lines = [.. FindingGroups.Lines(findings)];
        Assert.Equal(3, lines.Count(l => l.Contains("takes", StringComparison.Ordinal)));
        Assert.Equal("HINT: mend it", Assert.Single(lines, l => l.StartsWith("HINT", StringComparison.Ordinal)));
        Assert.Equal("  and 2 more of this rule: s4 (line 4) and s5 (line 5)", lines[^1]);
    }

    private static Finding Of(string id, Severity severity, string thing, int line, string message) => new(id, severity, null, message, "mend it", new("p.yaml", line, 1)) { Of = thing };
}
