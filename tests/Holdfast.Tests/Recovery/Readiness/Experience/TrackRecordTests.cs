using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Experience;

public class TrackRecordTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly int[] FourRuns = [50, 90, 120, 200];

    [Fact]
    public void A_run_is_held_against_what_was_predicted_before_it()
    {
        var trial = Assert.Single(Trial.In(Drill("d1", Expect("records", 100, 140), Result("records", 120))));
        Assert.Equal(("d1", "records", "fire", Noon.AddMinutes(5)), (trial.Run, trial.System, trial.Scenario, trial.At));
        Assert.Equal((false, true), (trial.WithinTypical!.Value, trial.WithinP90!.Value));
        Assert.Equal(["restore", "check"], trial.Steps);
        Assert.False(trial.Failed);
    }

    [Fact]
    public void The_time_until_somebody_declares_is_the_plans_word_on_both_sides_and_counts_in_no_factor()
    {
        // Predicted 60 s of declaration and 40 s of recovery; measured 80 s of recovery, to which the same 60 s were added.
        var expected = Expect("records", 100, 140) with { Recovery = Seconds(40) };
        Assert.Equal(2.0, Assert.Single(Trial.In(Drill("d1", expected, Result("records", 140)))).Factor!.Value, 6);

        // When somebody knew when the disaster began, all of it was measured.
        var given = Drill("f1", expected, Result("records", 140)).Select(e => e is RunBegan b ? b with { Kind = RunKind.Failover, DisasterFrom = DisasterSource.Given } : e);
        Assert.Equal(1.4, Assert.Single(Trial.In([.. given])).Factor!.Value, 6);
    }

    [Fact]
    public void Of_many_predictions_the_score_says_how_many_held()
    {
        // Four runs of one system: 50, 90, 120 and 200 s, of which 100 s was the typical figure and 150 s the upper one.
        var record = new TrackRecord(FourRuns.SelectMany((s, i) => Trial.In(Drill($"d{i}", Expect("records", 100, 150), Result("records", s)))));
        var score = record.Score;
        Assert.Equal((4, 4, 2, 4, 3), (score.Pairs, score.Runs, score.WithinTypical, score.PairsP90, score.WithinP90));
        Assert.Equal(Math.Pow(0.5 * 0.9 * 1.2 * 2.0, 0.25), score.Factor!.Value, 6);
        Assert.Equal(0.1941, score.P90!.Value.Low, 4);
        Assert.Equal(0.9937, score.P90!.Value.High, 4);
        Assert.Equal(new Reliability(4, 0), record.ReliabilityOf("records"));
        Assert.Equal(0.5271, record.Runs.MayFail!.Value, 4); // 1 - 0.05^(1/4)
    }

    [Fact]
    public void A_prediction_without_an_upper_figure_counts_only_for_the_typical_one()
    {
        var expected = Expect("records", 100, 0) with { RtoP90 = Figure.Unknown };
        var score = new TrackRecord(Trial.In(Drill("d1", expected, Result("records", 90)))).Score;
        Assert.Equal((1, 1, 0), (score.Pairs, score.WithinTypical, score.PairsP90));
        Assert.Null(score.P90);
    }

    [Fact]
    public void What_was_not_predicted_is_tried_but_not_scored()
    {
        var record = new TrackRecord(Trial.In(Drill("d1", new("records", Figure.Unknown, Figure.Unknown, Figure.Unknown, TimeSpan.Zero), Result("records", 90))));
        Assert.Equal((0, 0), (record.Score.Pairs, record.Score.PairsP90));
        Assert.Null(record.Score.Factor);
        Assert.Null(record.Score.Typical);
        Assert.Equal(new Reliability(1, 0), record.ReliabilityOf("records"));
    }

    [Fact]
    public void A_system_that_did_not_come_back_failed_and_is_not_scored()
    {
        var record = new TrackRecord(Trial.In(Drill("d1", Expect("records", 100, 150), Result("records", null))));
        Assert.Equal(0, record.Score.Pairs);
        Assert.Equal((new Reliability(1, 1), 1.0), (record.ReliabilityOf("records"), record.ReliabilityOf("records").MayFail!.Value));
        Assert.Equal(new Reliability(1, 1), record.Runs);
    }

    [Fact]
    public void Taken_up_again_and_mended_it_failed_all_the_same_and_its_time_counts()
    {
        RunEvent[] mended =
        [
            .. Drill("f1", Expect("records", 100, 150), Result("records", null)), new RunResumed(Noon.AddMinutes(6)),
            new RunEnded(Noon.AddMinutes(9), RunOutcome.Recovered, [Result("records", 500)], null),
        ];
        var trial = Assert.Single(Trial.In(mended));
        Assert.True(trial.Failed);
        Assert.Equal((TimeSpan.FromSeconds(500), false), (trial.Measured!.Value, trial.WithinP90!.Value));
    }

    [Fact]
    public void Given_up_cut_off_left_out_and_guessed_runs_count_for_nothing()
    {
        var whole = Drill("d1", Expect("records", 100, 150), Result("records", 90));
        Assert.Empty(Trial.In([.. whole[..^1], new RunEnded(Noon, RunOutcome.Abandoned, [], "interrupted")]));
        Assert.Empty(Trial.In([.. whole[..^1]]));
        Assert.Empty(Trial.In([.. whole, new RunResumed(Noon)]));
        Assert.Empty(Trial.In([]));
        Assert.Empty(Trial.In([.. whole.Select(e => e is RunBegan b ? b with { Kind = RunKind.Prediction } : e)]));
        Assert.Empty(Trial.In([.. whole[..^1], new RunEnded(Noon, RunOutcome.PartlyRecovered, [Result("records", null) with { Unrecoverable = "no host" }], null)]));
    }

    [Fact]
    public void A_run_during_which_the_clock_was_set_gives_no_figures()
    {
        var whole = Drill("d1", Expect("records", 100, 150), Result("records", 90));
        RunEvent[] parted = [.. whole[..^1], ((RunEnded)whole[^1]) with { ClocksParted = TimeSpan.FromSeconds(-20) }];
        Assert.NotEmpty(StepDuration.In(whole));
        Assert.Empty(StepDuration.In(parted));
        Assert.Empty(Trial.In(parted));
        Assert.Empty(Trial.In([.. parted, new RunResumed(Noon), whole[^1]]));
    }

    [Fact]
    public void A_check_that_passed_with_nothing_there_is_idle_and_one_that_did_not_is_beyond_doubt()
    {
        var whole = Drill("d1", Expect("records", 100, 150), Result("records", 90));
        RunEvent[] unproven = [.. whole.Select(e => e is StepSucceeded { Step.Step: "check" } s ? s with { Unproven = true } : e)];
        Assert.Empty(Assert.Single(Trial.In(whole)).Idle);
        Assert.Equal(["check"], Assert.Single(Trial.In(unproven)).Idle);
        Assert.Empty(Assert.Single(Trial.In(Asked(unproven, []))).Idle);
        Assert.Equal(["check"], Assert.Single(Trial.In(Asked(whole, [new("records", "check")]))).Idle);

        static RunEvent[] Asked(RunEvent[] run, StepName[] passed) => [.. run.Select(e => e is RunBegan b ? b with { PassedBefore = [.. passed] } : e)];
    }

    [Fact]
    public void The_oldest_comes_first_whatever_order_they_are_read_in()
    {
        var late = Trial.In(Drill("late", Expect("records", 1, 1), Result("records", 1))).Select(t => t with { At = Noon.AddDays(1) });
        var early = Trial.In(Drill("early", Expect("records", 1, 1), Result("records", 1)));
        Assert.Equal(["early", "late"], new TrackRecord(late.Concat(early)).Of("records").Select(t => t.Run));
    }

    private static RunEvent[] Drill(string run, Expectation expected, SystemResult result) =>
    [
        new RunBegan(Noon, run, RunKind.Drill, "any", "fire", "", "/", Noon, DisasterSource.Declaration, [expected.System], [], [], [expected], []),
        new StepStarted(Noon, new(expected.System, "restore")),
        new StepSucceeded(Noon, new(expected.System, "restore"), 1, null),
        new StepStarted(Noon, new(expected.System, "check")),
        new StepSucceeded(Noon, new(expected.System, "check"), 0, null),
        new StepStarted(Noon, new(expected.System, "last")),
        new StepFailed(Noon, new(expected.System, "last"), "no", null),
        new RunEnded(Noon.AddMinutes(5), RunOutcome.Recovered, [result], null),
    ];

    private static Expectation Expect(string system, double typical, double upper) =>
        new(system, Seconds(typical), Seconds(typical), Figure.Unknown, TimeSpan.Zero) { RtoP90 = Seconds(upper) };

    private static SystemResult Result(string system, double? seconds) => new(
        system, TimeSpan.FromHours(1), Figure.Unknown, seconds is { } s ? TimeSpan.FromSeconds(s) : null, TimeSpan.FromHours(1), Figure.Unknown, TimeSpan.Zero);

    private static Figure Seconds(double seconds) => Figure.Measured(TimeSpan.FromSeconds(seconds), 1, Noon);
}
