using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness;
using Holdfast.Recovery.Readiness.Answers;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Answers;

/// <summary>Nothing is green without proof: every combination of what may be known of a system.</summary>
public class SystemJudgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProtectedSystem Records = BusinessOf.System("records", [], BusinessOf.Restore, BusinessOf.Check(1));
    private static readonly Scenario Fire = new("fire", []);

    /// <summary>What the time may be, and what is said of it; null: nothing is wrong with it. RTO and RPO are an hour.</summary>
    private static readonly (Expectation? Expected, LackKind? Lack)[] Times =
    [
        (Time(Figure.Unknown, Figure.Unknown), LackKind.TimeUnknown),
        (null, LackKind.Unrecoverable),
        (Time(Minutes(61, Provenance.Measured), Minutes(70, Provenance.Measured)), LackKind.TooSlow),
        (Time(Minutes(61, Provenance.Declared), Figure.Unknown), LackKind.TooSlow),
        (Time(Minutes(30, Provenance.Measured), Minutes(61, Provenance.Measured)), LackKind.TooSlow),
        (Time(Minutes(30, Provenance.Measured), Minutes(61, Provenance.Extrapolated)), LackKind.MayBeLate),
        (Time(Minutes(30, Provenance.Extrapolated), Figure.Unknown), LackKind.TimeNotMeasured),
        (Time(Minutes(30, Provenance.Declared), Figure.Unknown), LackKind.TimeNotMeasured),
        (Time(Minutes(30, Provenance.Measured), Figure.Unknown), null),
        (Time(Minutes(30, Provenance.Extrapolated), Minutes(60, Provenance.Extrapolated)), null),
        (Time(Minutes(60, Provenance.Measured), Minutes(60, Provenance.Measured)), null),
    ];

    private static readonly (Figure Loss, LackKind? Lack)[] Losses =
        [(Figure.Unknown, LackKind.LossUnknown), (Minutes(61, Provenance.Measured), LackKind.LosesTooMuch), (Minutes(60, Provenance.Declared), null)];

    private static readonly (TimeSpan? Age, LackKind? Lack)[] Points =
        [(null, LackKind.NoVerifiedPoint), (TimeSpan.FromMinutes(61), LackKind.PointTooOld), (TimeSpan.FromMinutes(60), null)];

    private static readonly (Trial[] Trials, LackKind? Lack)[] Drills =
    [
        ([], LackKind.NeverDrilled),
        ([Drilled(1), Drilled(0) with { Failed = true, Measured = null }], LackKind.LastRunFailed),
        ([Drilled(0) with { Failed = true }], LackKind.LastRunFailed),
        ([Drilled(1) with { Steps = ["restore"] }], LackKind.StepsNotDrilled),
        ([Drilled(2), Drilled(1) with { Steps = ["restore"] }], null),
        ([Drilled(400)], LackKind.DrillTooOld),
        ([Drilled(2) with { Failed = true, Measured = null }, Drilled(1)], null),
        ([Drilled(300)], null),
    ];

    private static readonly bool[] Seen = [true, false];

    [Fact]
    public void A_system_is_good_only_with_a_figure_a_point_a_loss_and_a_drill_that_are_all_good_and_repositories_that_were_looked_into()
    {
        var combinations =
            from time in Times
            from loss in Losses
            from point in Points
            from drill in Drills
            from seen in Seen
            select (time, loss, point, drill, seen);
        var good = 0;
        foreach (var (time, loss, point, drill, seen) in combinations)
        {
            var ready = Judge(time.Expected, loss.Loss, point.Age, drill.Trials, seen);
            var nothing = time.Lack is null && (loss.Lack is null || time.Lack == LackKind.Unrecoverable) && point.Lack is null && drill.Lack is null && seen;
            Assert.Equal(nothing, ready.Verdict == Verdict.Good);
            Assert.Equal(nothing, ready.Lacks.IsEmpty);
            Assert.All(new[] { time.Lack, point.Lack, drill.Lack }.OfType<LackKind>(), lack => Assert.Contains(ready.Lacks, l => l.Kind == lack));
            Assert.Equal(ready.Lacks.Any(l => l.Kind <= LackKind.LosesTooMuch), ready.Verdict == Verdict.NotGood);
            Assert.Equal(ready.Lacks.OrderBy(l => l.Kind), ready.Lacks);
            good += nothing ? 1 : 0;
        }

        Assert.Equal(3 * 3, good); // Three good times, three good pasts.
    }

    [Fact]
    public void A_system_that_holds_no_data_needs_no_recovery_point_and_no_repository()
    {
        var program = Records with { Protection = null, HoldsNoData = "it is a program" };
        Assert.Equal(Verdict.Good, Judge(Times[^1].Expected, Figure.Declared(TimeSpan.Zero), null, [Drilled(1)], false, program).Verdict);
    }

    [Fact]
    public void What_nobody_protects_has_no_verified_point_and_the_reason_is_said()
    {
        var ready = Judge(Times[^1].Expected, Figure.Unknown, null, [Drilled(1)], true, Records with { Protection = null });
        Assert.Equal([new(LackKind.NoVerifiedPoint, "nothing of it is protected")], ready.Lacks);
    }

    [Fact]
    public void The_tier_says_how_long_a_drill_counts()
    {
        var often = Records with { Tier = "often" };
        Assert.Equal(Verdict.Good, Judge(Times[^1].Expected, Minutes(1, Provenance.Measured), TimeSpan.Zero, [Drilled(30)], true, often).Verdict);
        Assert.Equal([LackKind.DrillTooOld], Judge(Times[^1].Expected, Minutes(1, Provenance.Measured), TimeSpan.Zero, [Drilled(32)], true, often).Lacks.Select(l => l.Kind));
    }

    [Fact]
    public void Every_lack_is_either_not_good_or_not_proven() => Assert.All(
        Enum.GetValues<LackKind>(), kind => Assert.Equal(kind <= LackKind.LosesTooMuch ? Verdict.NotGood : Verdict.NotProven, new Lack(kind).Verdict));

    private static SystemReadiness Judge(Expectation? expected, Figure loss, TimeSpan? age, Trial[] trials, bool seen, ProtectedSystem? system = null)
    {
        var plan = BusinessOf.Systems(system ?? Records) with { Tiers = [new("often", TimeSpan.FromHours(1), TimeSpan.FromHours(1), null, new CalendarSpan(0, 31))] };
        var outlook = new SystemOutlook(system ?? Records, Fire, expected, expected is null ? "its recovery host is lost too" : null);
        var points = age is { } known ? new Dictionary<string, DateTimeOffset> { ["records"] = Noon - known } : [];
        return new SystemJudge(new(plan, History.Empty, _ => true, Noon), points, new(new TrackRecord(trials), _ => plan, []), seen)
            .Of(outlook, outlook with { Expected = (expected ?? Times[^1].Expected!) with { Rpo = loss }, Unrecoverable = null });
    }

    private static Trial Drilled(int daysAgo) => new(
        $"d{daysAgo}", RunKind.Drill, "fire", "records", Noon.AddDays(-daysAgo), Figure.Unknown, Figure.Unknown, TimeSpan.Zero, TimeSpan.FromMinutes(9), false, ["restore", "check 1"]);

    private static Expectation Time(Figure typical, Figure upper) => new("records", typical, typical, Figure.Unknown, TimeSpan.FromHours(1)) { RtoP90 = upper };

    private static Figure Minutes(double minutes, Provenance from) => new(TimeSpan.FromMinutes(minutes), from, from == Provenance.Declared ? 0 : 1, Noon);
}
