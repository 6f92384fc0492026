using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public class DeclaredOnlyTests
{
    [Theory]
    [InlineData("    rto: 8 hours\n", "    rto: 8 hours\n    standby: §warm\n", "is not kept in step")]
    [InlineData("    rto: 8 hours\n", "    rto: 8 hours\n    when alone: §start\n", "is not started")]
    [InlineData("currency: USD\n", "§witness: { dns: a.example, server: 10.0.0.1 }\n", "no witness is asked")]
    [InlineData("      - restore: documents\n", "      - restore: documents\n      - §switch: { dns: a.example }\n", "stops a failover")]
    public void What_is_written_and_left_to_people_is_said(string from, string to, string words)
    {
        var finding = Unwise.IsFound(from, to, "declared-only");
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
        Assert.Equal(Severity.Note, finding.Severity);
    }

    [Fact]
    public void Messages_and_drills_are_not_sent_or_started_by_the_program()
    {
        var findings = Unwise.In(ExamplePlans.Reference);
        Assert.Contains(findings, f => f.Message == "nobody is told by the program");
        Assert.Contains(findings, f => f.Message == "no drill is started by the program");
        Assert.Empty(Unwise.Of("declared-only", ExamplePlans.HarborDental));
    }
}
