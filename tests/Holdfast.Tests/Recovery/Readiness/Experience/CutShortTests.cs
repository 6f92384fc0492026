using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Experience;

public class CutShortTests
{
    private static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly StepName Check = new("shop", "check 1");

    private static readonly RunBegan Began = new(
        At, "d1", RunKind.Drill, "o", "fire", "h", "/", At, DisasterSource.Declaration, ["shop", "till"], [], [], [], [], []);

    [Fact]
    public void A_drill_that_ends_in_the_middle_tells_of_what_it_had_begun() =>
        Assert.Equal([new("d1", "shop", At.AddSeconds(1), Failed: false)], CutShort.In([Began, new StepStarted(At.AddSeconds(1), Check)], counts: false));

    [Fact]
    public void One_that_was_given_up_while_a_step_had_failed_says_so_unless_the_step_succeeded_after()
    {
        RunEvent[] failed = [Began, new StepStarted(At, Check), new StepFailed(At, Check, "no", null)];
        var end = new RunEnded(At.AddMinutes(1), RunOutcome.Abandoned, [], "interrupted");
        Assert.Equal([new("d1", "shop", end.At, Failed: true)], CutShort.In([.. failed, end], counts: true));
        Assert.Equal([new("d1", "shop", end.At, Failed: false)], CutShort.In([.. failed, new StepSucceeded(At, Check, 0, null), end], counts: true));
    }

    [Fact]
    public void Nothing_is_said_of_a_run_that_counts_by_itself_or_that_had_begun_nothing()
    {
        Assert.Empty(CutShort.In([Began], counts: false));
        Assert.Empty(CutShort.In([Began, new StepStarted(At, Check), Down()], counts: true));
    }

    [Fact]
    public void A_run_whose_figures_do_not_count_still_tells_what_did_not_come_back()
    {
        Assert.Equal([new("d1", "shop", At, Failed: true)], CutShort.In([Began, new StepStarted(At, Check), Down()], counts: false));
        Assert.Equal([new("d1", "shop", At, Failed: true)], CutShort.In([Began, new StepStarted(At, Check), Down() with { ClocksParted = TimeSpan.FromHours(1) }], counts: true));
    }

    private static RunEnded Down() => new(
        At, RunOutcome.PartlyRecovered, [new("shop", TimeSpan.FromHours(1), Figure.Unknown, null, TimeSpan.FromHours(1), Figure.Unknown, null)], null);
}
