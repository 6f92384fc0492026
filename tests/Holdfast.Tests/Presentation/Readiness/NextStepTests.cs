using Holdfast.Presentation.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Tests.Recovery.Readiness;
using Xunit;

namespace Holdfast.Tests.Presentation.Readiness;

public class NextStepTests
{
    [Theory]
    [InlineData("office fire", "\"office fire\"")]
    [InlineData("$(reboot)", "'$(reboot)'")]
    [InlineData("it's \"on\" `fire`", "'it'\\''s \"on\" `fire`'")]
    public void A_command_can_be_typed_as_it_stands_whatever_a_scenario_is_called(string scenario, string quoted)
    {
        var plan = BusinessOf.Systems(BusinessOf.System("shop", [], BusinessOf.Restore, BusinessOf.Check(1))) with { Scenarios = [new(scenario, [new("building", "office")])] };
        var answer = ReadinessAnswer.Of(
            new(plan, History.Empty, _ => true, DateTimeOffset.UnixEpoch), Past.Nothing, 0, true, TestContext.Current.CancellationToken);
        var drill = Assert.Single(NextStep.Of(answer), n => n.Lack == LackKind.NeverDrilled);
        Assert.Equal(($"holdfast drill --scenario {quoted}", "shop"), (drill.Do, Assert.Single(drill.Systems)));
    }

    [Theory]
    [InlineData("2 links lead out of /srv (HINT: leave the link out with  exclude:)", "do what the hint of that line says, then holdfast protect")]
    [InlineData("all its files are empty", "holdfast protect")]
    public void A_warning_that_says_what_cures_it_is_not_cured_by_another_copy(string warning, string does)
    {
        var plan = BusinessOf.Systems(BusinessOf.System("shop", [], BusinessOf.Restore, BusinessOf.Check(1)));
        var answer = ReadinessAnswer.Of(new(plan, History.Empty, _ => true, DateTimeOffset.UnixEpoch), Past.Nothing, 0, true, TestContext.Current.CancellationToken);
        answer = answer with { Systems = [answer.Systems[0].Lacking(new(LackKind.WarnedCopy, warning))] };
        Assert.Equal(does, Assert.Single(NextStep.Of(answer), n => n.Lack == LackKind.WarnedCopy).Do);
    }

    [Fact]
    public void Every_lack_can_be_said() => Assert.All(Enum.GetValues<LackKind>(), kind => Assert.NotEmpty(LackWords.Of(kind)));
}
