using Holdfast.Execution.Executors;
using Xunit;

namespace Holdfast.Tests.Execution.Executors;

public class RunClockTests
{
    private readonly LeapingClock _machine = new();

    [Theory]
    [InlineData(-3 * 86400)]
    [InlineData(-20)]
    [InlineData(13 * 365 * 86400L)]
    public void A_step_of_eight_seconds_takes_eight_seconds_wherever_the_date_leaps(long leap)
    {
        var clock = RunClock.Begin(_machine);
        var began = clock.GetUtcNow();
        _machine.Pass(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(leap));
        Assert.Equal(TimeSpan.FromSeconds(8), clock.GetUtcNow() - began);
        Assert.Equal(TimeSpan.FromSeconds(leap), clock.Parting);
    }

    [Fact]
    public void A_leap_that_is_taken_back_is_known_all_the_same()
    {
        var clock = RunClock.Begin(_machine);
        _machine.Pass(TimeSpan.FromSeconds(1), TimeSpan.FromDays(4000));
        clock.GetUtcNow();
        _machine.Pass(TimeSpan.FromSeconds(1), -TimeSpan.FromDays(4000));
        Assert.Equal(TimeSpan.FromDays(4000), clock.Parting);
    }

    [Theory]
    [InlineData(60, 1.9)]
    [InlineData(3600, 30)]
    public void What_a_clock_that_is_kept_in_step_drifts_is_no_parting(int seconds, double drift)
    {
        var clock = RunClock.Begin(_machine);
        _machine.Pass(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(drift));
        Assert.Null(clock.Parting);
    }

    [Fact]
    public void A_run_that_is_taken_up_on_a_slow_machine_goes_on_after_its_last_entry()
    {
        var last = _machine.Date.AddHours(2);
        var clock = RunClock.Begin(_machine);
        clock.NotBefore(last);
        Assert.Equal(last, clock.GetUtcNow());
        _machine.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(last.AddSeconds(3), clock.GetUtcNow());
        Assert.NotNull(clock.Parting);
    }
}
