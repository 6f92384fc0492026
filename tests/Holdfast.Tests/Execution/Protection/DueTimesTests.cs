using Holdfast.Execution.Protection;
using Holdfast.Recovery.Plans;
using Holdfast.Tests.Execution.Executors;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Execution.Protection;

public class DueTimesTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);
    private static readonly ProtectedSystem[] Systems = [.. Plan.Systems.Where(s => s.Protection is not null).Take(2)];
    private static readonly TimeSpan Every = Systems[0].Protection!.Every;
    private readonly LeapingClock _clock = new();

    [Fact]
    public void What_was_never_copied_is_due_at_once_and_then_when_its_time_has_passed()
    {
        var due = Due(Systems[..1]);
        Assert.True(due.Next().Wait < TimeSpan.Zero);
        due.Begin(Systems[0]);
        Assert.Equal((Systems[0], Every), due.Next());
        _clock.Pass(Every);
        Assert.Equal(TimeSpan.Zero, due.Next().Wait);
    }

    [Fact]
    public void A_date_that_leaps_ahead_and_back_brings_one_copy_early_and_then_nothing_late()
    {
        var due = Due(Systems[..1]);
        due.Begin(Systems[0]);
        _clock.Pass(TimeSpan.FromSeconds(1), TimeSpan.FromDays(13 * 365));
        Assert.True(due.Next().Wait < TimeSpan.Zero);
        due.Begin(Systems[0]);
        _clock.Pass(TimeSpan.FromSeconds(1), -TimeSpan.FromDays(13 * 365));
        Assert.Equal(Every - TimeSpan.FromSeconds(1), due.Next().Wait);
    }

    [Fact]
    public void A_copy_that_comes_much_later_than_asked_is_late_and_one_in_time_is_not()
    {
        var due = Due(Systems[..1]);
        Assert.Null(due.LateBy(Systems[0]));
        due.Begin(Systems[0]);
        _clock.Pass(Every + TimeSpan.FromSeconds(1));
        Assert.Null(due.LateBy(Systems[0]));
        _clock.Pass(Every);
        Assert.Equal(Every + TimeSpan.FromSeconds(1), due.LateBy(Systems[0]));
        due.Begin(Systems[0]);
        _clock.Pass(Every, TimeSpan.FromDays(365)); // A date that leaps overruns no schedule.
        Assert.Null(due.LateBy(Systems[0]));
    }

    [Fact]
    public void The_most_overdue_comes_first()
    {
        var due = Due(Systems);
        due.Begin(Systems[1]);
        Assert.Same(Systems[0], due.Next().System);
    }

    [Theory]
    [InlineData("day at 02:30 Europe/Berlin")]
    [InlineData("day at 01:30 America/New_York")]
    [InlineData("day at 02:15 Australia/Lord_Howe")]
    [InlineData("day at 02:30 Europe/Berlin, jitter: 5 hours")]
    public void Over_two_years_each_day_of_the_calendar_has_one_copy_whatever_naps_and_restarts_there_are(string every)
    {
        foreach (var seed in new[] { 1, 2, 3 })
        {
            var dice = new Random(seed);
            var (plan, system) = Copied(every);
            var times = CopyTimes.Of(plan, system)!;
            _clock.Date = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
            DateTimeOffset? last = _clock.Date; // By hand, so that the first day has one.
            var copies = new List<DateTimeOffset>();
            var due = Due(plan, system, last);
            for (var until = _clock.Date.AddYears(2); _clock.Date < until;)
            {
                if (due.Left(system) <= TimeSpan.Zero)
                {
                    due.Begin(system);
                    last = _clock.Date;
                    copies.Add(last.Value);
                    _clock.Pass(TimeSpan.FromMinutes(dice.Next(0, 90))); // So long it takes.
                }

                var wait = due.Left(system);
                switch (dice.Next(8))
                {
                    case 0: // It sleeps: no monotonic time passes. By morning it is awake again.
                        _clock.Pass(TimeSpan.Zero, TimeSpan.FromMinutes(dice.Next(1, 300)));
                        break;
                    case 1: // It is started anew.
                        due = Due(plan, system, last);
                        break;
                    case 2: // Its date is corrected a little while it waits.
                        _clock.Pass(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(dice.Next(-20, 20)));
                        break;
                    default: // As the watch does: no wait is longer than a minute, but that is tried too rarely to matter.
                        _clock.Pass(wait < TimeSpan.FromHours(3) ? wait : TimeSpan.FromHours(dice.Next(1, 3)));
                        break;
                }
            }

            // A copy belongs to the last time that had come when it began.
            var of = copies.ConvertAll(at => DateOnly.FromDateTime(times.Clock.At(times.Until(at) - times.Shift)));
            Assert.Equal(Enumerable.Range(0, of.Count).Select(of[0].AddDays), of);
            Assert.InRange(of.Count, 729, 731);
        }
    }

    [Fact]
    public void A_date_that_is_corrected_a_little_has_no_night_come_twice()
    {
        var (plan, system) = Copied("day at 02:00 Europe/Berlin");
        var due = Due(plan, system, null);
        due.Begin(system);
        _clock.Pass(TimeSpan.FromHours(13), -TimeSpan.FromMilliseconds(50)); // The monotonic clock says that it is two, the date says that it is not yet.
        Assert.Equal(TimeSpan.FromMilliseconds(50), due.Left(system));
    }

    [Fact]
    public void A_week_that_was_slept_through_is_caught_up_with_by_one_copy()
    {
        var (plan, system) = Copied("day at 02:00 Europe/Berlin");
        var due = Due(plan, system, _clock.Date);
        _clock.Pass(TimeSpan.Zero, TimeSpan.FromDays(7));
        Assert.True(due.Left(system) < TimeSpan.Zero);
        Assert.Null(due.LateBy(system)); // A machine that slept overran nothing.
        due.Begin(system);
        Assert.Equal(TimeSpan.FromHours(13), due.Left(system)); // It is noon in London, 13:00 in Berlin.

        // And so is one that it was off.
        _clock.Pass(TimeSpan.FromDays(7));
        var again = Due(plan, system, _clock.Date.AddDays(-7));
        Assert.True(again.Left(system) < TimeSpan.Zero);
        Assert.Null(again.LateBy(system));
        again.Begin(system);
        Assert.Equal(TimeSpan.FromHours(13), again.Left(system));
    }

    [Fact]
    public void A_machine_that_starts_at_noon_does_not_take_the_copy_of_the_night_again()
    {
        var (plan, system) = Copied("day at 02:00 Europe/Berlin");
        Assert.Equal(TimeSpan.FromHours(13), Due(plan, system, _clock.Date.AddHours(-11)).Left(system));
        Assert.True(Due(plan, system, _clock.Date.AddHours(-11).AddSeconds(-1)).Left(system) < TimeSpan.Zero);
        Assert.True(Due(plan, system, null).Left(system) < TimeSpan.Zero);
        Assert.True(Due(plan, system, _clock.Date.AddDays(365)).Left(system) < TimeSpan.Zero); // Of a clock that was wrong.
    }

    [Fact]
    public void A_date_that_was_a_year_ahead_when_the_last_copy_began_puts_off_no_copy_for_a_year()
    {
        var (plan, system) = Copied("day at 02:00 Europe/Berlin");
        var due = Due(plan, system, null);
        _clock.Date = _clock.Date.AddDays(365);
        due.Begin(system);
        _clock.Pass(TimeSpan.FromMinutes(1), -TimeSpan.FromDays(365));
        Assert.InRange(due.Left(system), TimeSpan.FromHours(12), TimeSpan.FromHours(15));
        _clock.Pass(TimeSpan.FromHours(15));
        Assert.True(due.Left(system) < TimeSpan.Zero);
    }

    [Fact]
    public void No_copy_begins_in_quiet_hours_and_what_was_due_begins_when_they_are_over()
    {
        var (plan, system) = Copied("1 hour, not between: 08:00 and 18:00 UTC");
        var due = Due(plan, system, null);
        Assert.Equal(TimeSpan.FromHours(6), due.Left(system)); // It is noon, and there is no copy yet.
        _clock.Pass(TimeSpan.FromHours(6));
        Assert.Equal(TimeSpan.MinValue, due.Left(system));
        due.Begin(system);
        for (var began = 1; began < 14; began++) // 19:00 to 07:00.
        {
            Assert.Equal(TimeSpan.FromHours(1), due.Left(system));
            _clock.Pass(TimeSpan.FromHours(1));
            due.Begin(system);
        }

        Assert.Equal(7, _clock.Date.Hour);
        Assert.Equal(TimeSpan.FromHours(11), due.Left(system));
        _clock.Pass(TimeSpan.FromHours(11));
        Assert.Equal(TimeSpan.Zero, due.Left(system));
        Assert.Null(due.LateBy(system)); // It was held back, and the schedule is not overrun.
        Assert.Equal(TimeSpan.FromHours(11), system.Protection!.Longest);
    }

    [Fact]
    public void A_copy_that_is_caught_up_with_keeps_the_quiet_hours_too()
    {
        var (plan, system) = Copied("day at 02:00 UTC, not between: 08:00 and 18:00 UTC");
        Assert.Equal(TimeSpan.FromHours(6), Due(plan, system, _clock.Date.AddDays(-3)).Left(system));
    }

    private DueTimes Due(ProtectedSystem[] systems) => new(_clock, Plan, systems, static _ => null);

    private DueTimes Due(Plan plan, ProtectedSystem system, DateTimeOffset? last) => new(_clock, plan, [system], _ => last);

    private static (Plan, ProtectedSystem) Copied(string every)
    {
        var plan = ExamplePlans.Read(Change.Apply("every: 1 hour", $"every: {every}"));
        return (plan, plan.SystemNamed("documents"));
    }
}
