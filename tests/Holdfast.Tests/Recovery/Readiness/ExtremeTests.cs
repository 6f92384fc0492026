using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Rules;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Advising;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;
using Trial = Holdfast.Recovery.Readiness.Experience.Trial;

namespace Holdfast.Tests.Recovery.Readiness;

/// <summary>A recovery must not wait for a figure: whatever was measured or written, the predictor answers, with a bounded figure or with unknown.</summary>
public class ExtremeTests(ITestOutputHelper output)
{
    private const int Rounds = 12;

    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan[] Times =
    [
        TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(3), TimeSpan.FromHours(2), TimeSpan.FromDays(36_500),
        -TimeSpan.FromSeconds(1), -TimeSpan.FromDays(400), TimeSpan.MaxValue, TimeSpan.MinValue,
    ];

    private static readonly long[] Sizes = [0, 1, 5_000, 300_000_000_000, 100_000_000_000_000_000, long.MaxValue, -1, long.MinValue];

    [Fact]
    public void After_a_restore_of_nothing_beside_one_of_something_everything_is_predicted()
    {
        var plan = BusinessOf.Systems(BusinessOf.System("full", [], BusinessOf.Restore), BusinessOf.System("empty", [], BusinessOf.Restore));
        var history = new History([Restored("full", 5_000), Restored("empty", 0)], [Copy("full", 5_000), Copy("empty", 0)]);
        var (_, prediction) = new Basis(plan, history, _ => true, Noon).Predict(plan.Scenarios[0], cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(prediction.Systems, s => Assert.InRange(s.Recovery.Value!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
        Assert.All(prediction.Systems, s => Assert.Equal(Provenance.Measured, s.Recovery.From));
    }

    [Fact]
    public void What_would_take_longer_than_any_calendar_is_still_a_time()
    {
        var floor = new DataRate(1).For(new ByteSize(100_000_000_000_000_000));
        Assert.Equal(ComputedTime.Longest, floor);
        Assert.Equal(ComputedTime.Longest, ComputedTime.FromSeconds(double.NaN));
        Assert.Equal(ComputedTime.Longest, ComputedTime.FromSeconds(double.PositiveInfinity));
        Assert.Equal(TimeSpan.Zero, ComputedTime.FromSeconds(double.NegativeInfinity));
        Assert.Equal(TimeSpan.MaxValue, (Figure.Declared(TimeSpan.MaxValue) + Figure.Declared(floor)).Value);
        Assert.Equal(DateOnly.MaxValue, new CalendarSpan(1200, 0).From(new DateOnly(9999, 6, 1)));
        Assert.Equal(DateOnly.MaxValue, new CalendarSpan(0, 31).From(new DateOnly(9999, 12, 30)));
        Assert.Equal(new DateOnly(2027, 7, 2), new CalendarSpan(13, 1).From(new DateOnly(2026, 6, 1)));
    }

    [Fact]
    public async Task Whatever_was_measured_and_whatever_the_plan_says_every_question_has_an_answer()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(unchecked(seed + round));
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            try
            {
                await Task.Run(() => AskAll(random, enough.Token), enough.Token).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            }
            catch (Exception e) // Any failure is told with the seed that makes it again.
            {
                await enough.CancelAsync();
                Assert.Fail($"seed {seed}, round {round}: {e}");
            }
        }
    }

    private static void AskAll(Random random, CancellationToken cancellationToken)
    {
        var plan = PlanOf(random);
        var history = new History(
            [.. Enumerable.Range(0, random.Next(12)).Select(_ => Duration(random, plan))],
            [.. Enumerable.Range(0, random.Next(8)).Select(_ => Copy(random, plan))]);
        var trials = Enumerable.Range(0, random.Next(5)).Select(_ => TrialOf(random, plan)).ToArray();
        var basis = new Basis(plan, history, _ => random.Next(8) > 0, Moment(random));
        foreach (var scenario in plan.Scenarios)
        {
            var (_, prediction) = basis.Predict(scenario, 20, cancellationToken);
            Assert.All(prediction.Systems, e => AssertBounded(e, basis));
        }

        var answer = ReadinessAnswer.Of(basis, new(new TrackRecord(trials), _ => random.Next(3) == 0 ? null : plan, [new("s0", "dr", "r", Moment(random))]), 0, random.Next(2) == 0, cancellationToken);
        Assert.All(answer.Sweep.Ranked, o => Assert.True(double.IsFinite(o.Rank), $"{o.Scenario.Name} ranks {o.Rank}"));
        Assert.NotNull(Advice.Of(basis, cancellationToken: cancellationToken));
        foreach (var rule in Findings.Rules)
        {
            Assert.NotNull(rule.In(plan, DateOnly.FromDateTime(basis.Now.UtcDateTime)).ToArray());
        }
    }

    private static void AssertBounded(Expectation expected, Basis basis)
    {
        foreach (var figure in new[] { expected.Rto, expected.RtoP90, expected.Recovery })
        {
            Assert.True(figure.Value is null || (figure.Value >= TimeSpan.Zero && figure.Value <= ComputedTime.Longest + (basis.Plan.Declaration ?? TimeSpan.Zero)), $"{figure}");
            Assert.Equal(figure.Value is null, figure.From == Provenance.Unknown);
        }
    }

    private static Plan PlanOf(Random random)
    {
        var plan = BusinessOf.Random(random, random.Next(1, 5));
        return plan with
        {
            Declaration = random.Next(2) == 0 ? null : TimeSpan.FromDays(36_500),
            Links = random.Next(2) == 0 ? [] : [new("colo", "office", Rate(random), null, [])],
            Repositories = [new("vault", "/vault", random.Next(2) == 0 ? "colo" : "office", default) { Reads = random.Next(2) == 0 ? null : Rate(random) }],
            Hosts = [plan.Hosts[0], plan.Hosts[1] with { Restores = random.Next(2) == 0 ? null : Rate(random) }],
            Systems = [.. plan.Systems.Select(s => s with { Size = random.Next(3) == 0 ? null : new(Math.Max(1, Of(random, Sizes))), Grows = random.Next(3) == 0 ? null : new(new(Math.Max(1, Of(random, Sizes))), new(0, 1)) })],
            Processes =
            [
                new()
                {
                    Name = "sell",
                    Needs = [plan.Systems[0].Name],
                    Mtpd = TimeSpan.FromTicks(1),
                    WorkArrives = new(random.Next(3)),
                    WorkDone = new(random.Next(1, 3) + 0.000_000_1m),
                    Costs = CostCurve.Steady(1_000_000_000_000m * 3_600_000),
                    IdlePeople = new(1_000_000, 1_000_000_000_000m * 3_600_000),
                },
            ],
        };
    }

    private static StepDuration Duration(Random random, Plan plan)
    {
        var system = plan.Systems[random.Next(plan.Systems.Length)];
        var step = new StepName(system.Name, system.Recover[random.Next(system.Recover.Length)].Name);
        return new(step, StepDuration.KindOf(step), Of(random, Times), Of(random, Sizes), Moment(random)) { Run = $"r{random.Next(4)}" };
    }

    private static ProtectionRecord Copy(Random random, Plan plan) => new(
        plan.Systems[random.Next(plan.Systems.Length)].Name, "vault", random.Next(5) == 0 ? null : "snapshot", Moment(random), random.Next(5) == 0 ? null : Moment(random),
        Of(random, Sizes), Of(random, Sizes), random.Next(5) == 0, null);

    private static Trial TrialOf(Random random, Plan plan) => new(
        $"r{random.Next(4)}", RunKind.Drill, "fire", plan.Systems[random.Next(plan.Systems.Length)].Name, Moment(random), FigureOf(random), FigureOf(random), Of(random, Times),
        random.Next(4) == 0 ? null : Of(random, Times), random.Next(4) == 0, ["restore"]);

    private static Figure FigureOf(Random random) => random.Next(3) == 0 ? Figure.Unknown : Figure.Measured(Of(random, Times), 1, Noon);

    private static DateTimeOffset Moment(Random random) => random.Next(12) switch
    {
        0 => DateTimeOffset.MinValue,
        1 => DateTimeOffset.MaxValue,
        2 => Noon.AddYears(3),
        _ => Noon.AddSeconds(-random.Next(10_000_000)),
    };

    private static DataRate Rate(Random random) => new(Of(random, [1, 8, 1_000_000_000, 10_000_000_000_000_000]));

    private static T Of<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static StepDuration Restored(string system, long bytes) => new(new(system, "restore"), "restore", TimeSpan.FromSeconds(2), bytes, Noon) { Run = "d" };

    private static ProtectionRecord Copy(string system, long bytes) => new(system, "vault", system, Noon, Noon, bytes, bytes, false, null);
}
