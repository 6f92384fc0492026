using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Data.Files;
using Holdfast.Recovery.Plans.Values;
using Holdfast.Recovery.Readiness.Advising;
using Holdfast.Recovery.Readiness.Experience;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Recovery.Readiness.Advising;

public class ScheduleAdviceTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_hour_less_ten_minutes_of_verifying_leaves_half_an_hour()
    {
        var advice = Advise(TimeSpan.FromHours(1), TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(10));
        Assert.Equal((TimeSpan.FromMinutes(30), false, "30 minutes"), (advice.Longest!.Value, advice.IsKept, advice.ToWrite!));
        Assert.Equal(Figure.Measured(TimeSpan.FromMinutes(10), 1, Noon.AddMinutes(10)), advice.Verifying);
        Assert.True(Advise(TimeSpan.FromHours(1), TimeSpan.FromMinutes(50), TimeSpan.FromMinutes(10)).IsKept);
    }

    [Fact]
    public void Where_no_copy_was_verified_the_rpo_itself_is_the_interval_on_nobodys_word()
    {
        var advice = Advise(TimeSpan.FromHours(1), TimeSpan.FromHours(1), null);
        Assert.Equal((TimeSpan.FromHours(1), true, Provenance.Unknown), (advice.Longest!.Value, advice.IsKept, advice.Verifying.From));
    }

    [Fact]
    public void Where_verifying_takes_as_long_as_the_rpo_no_schedule_keeps_it()
    {
        var advice = Advise(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        Assert.Equal((null, null, false), (advice.Longest, advice.ToWrite, advice.IsKept));
    }

    [Fact]
    public void The_slowest_repository_counts_for_any_other_may_be_lost()
    {
        var system = System(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)) with { Protection = new(new FilesData("x", []), TimeSpan.FromMinutes(5), ["nas", "vault"]) };
        var history = new History([], [Copy("nas", TimeSpan.FromMinutes(1)), Copy("vault", TimeSpan.FromMinutes(40)), Copy("gone", TimeSpan.FromHours(9))]);
        Assert.Equal(TimeSpan.FromMinutes(20), ScheduleAdvice.Of(system, history)!.Longest);
    }

    [Fact]
    public void An_advised_schedule_never_violates_the_rpo_and_one_step_longer_would()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 500; i++)
        {
            var rpo = TimeSpan.FromSeconds(random.Next(1, 200_000));
            var verifying = random.Next(4) == 0 ? (TimeSpan?)null : TimeSpan.FromSeconds(random.Next(0, 20_000));
            var advice = Advise(rpo, TimeSpan.FromSeconds(random.Next(1, 100_000)), verifying);
            var took = verifying ?? TimeSpan.Zero;
            Assert.Equal(advice.Protection.Every + took <= rpo, advice.IsKept);
            Assert.True((advice.Longest ?? TimeSpan.Zero) + took <= rpo || advice.Longest is null);
            Assert.True(advice.Longest is not null || rpo - took < TimeSpan.FromSeconds(1));
            Assert.True(advice.Longest is null || (advice.Longest * 2.5) + took > rpo || advice.Longest == TimeSpan.FromDays(28), $"{rpo} {took} {advice.Longest}");
        }
    }

    private static ScheduleAdvice Advise(TimeSpan rpo, TimeSpan every, TimeSpan? verifying) =>
        ScheduleAdvice.Of(System(rpo, every), new([], verifying is { } took ? [Copy("vault", took)] : []))!;

    private static ProtectedSystem System(TimeSpan rpo, TimeSpan every) => BusinessOf.System("erp", [], BusinessOf.Restore) with
    {
        Rpo = new(rpo, ValueSource.Written),
        Protection = new(new FilesData("x", ImmutableArray<string>.Empty), every, ["vault"]),
    };

    private static ProtectionRecord Copy(string repository, TimeSpan verifying) => new("erp", repository, "s", Noon, Noon + verifying, 1, 1, false, null);
}
