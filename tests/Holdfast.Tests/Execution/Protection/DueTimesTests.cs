using Holdfast.Execution.Protection;
using Holdfast.Recovery.Plans;
using Holdfast.Tests.Execution.Executors;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Execution.Protection;

public class DueTimesTests
{
    private static readonly ProtectedSystem[] Systems = [.. ExamplePlans.Read(ExamplePlans.HarborDental).Systems.Where(s => s.Protection is not null).Take(2)];
    private static readonly TimeSpan Every = Systems[0].Protection!.Every;
    private readonly LeapingClock _clock = new();

    [Fact]
    public void What_was_never_copied_is_due_at_once_and_then_when_its_time_has_passed()
    {
        var due = new DueTimes(_clock, Systems[..1]);
        Assert.True(due.Next().Wait < TimeSpan.Zero);
        due.Begin(Systems[0]);
        Assert.Equal((Systems[0], Every), due.Next());
        _clock.Pass(Every);
        Assert.Equal(TimeSpan.Zero, due.Next().Wait);
    }

    [Fact]
    public void A_date_that_leaps_ahead_and_back_brings_one_copy_early_and_then_nothing_late()
    {
        var due = new DueTimes(_clock, Systems[..1]);
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
        var due = new DueTimes(_clock, Systems[..1]);
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
        var due = new DueTimes(_clock, Systems);
        due.Begin(Systems[1]);
        Assert.Same(Systems[0], due.Next().System);
    }
}
