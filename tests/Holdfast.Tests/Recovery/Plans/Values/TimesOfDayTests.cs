using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Values;

public class TimesOfDayTests
{
    /// <summary>In the north, in the south, by an hour and by half of one, at midnight and never, and in Ramadan.</summary>
    public static TheoryData<string> Zones =>
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Atlantic/Azores", "Africa/Casablanca", "America/Santiago", "Asia/Kolkata", "Pacific/Chatham", "UTC",
    ];

    [Theory]
    [InlineData("day at 02:30 Europe/Berlin", "2026-03-29T00:00Z", "2026-03-29T01:00Z")] // 02:00 to 03:00 is left out: 03:00 of summer.
    [InlineData("day at 02:00 Europe/Berlin", "2026-03-29T00:00Z", "2026-03-29T01:00Z")]
    [InlineData("day at 03:00 Europe/Berlin", "2026-03-29T00:00Z", "2026-03-29T01:00Z")]
    [InlineData("day at 02:30 Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T00:30Z")] // The first of the two.
    [InlineData("day at 02:30 Europe/Berlin", "2026-10-25T00:30Z", "2026-10-26T01:30Z")] // And not the second.
    [InlineData("day at 03:00 Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T02:00Z")]
    [InlineData("day at 02:30 America/New_York", "2026-03-08T05:00Z", "2026-03-08T07:00Z")]
    [InlineData("day at 01:30 America/New_York", "2026-11-01T04:00Z", "2026-11-01T05:30Z")]
    [InlineData("day at 01:30 America/New_York", "2026-11-01T05:30Z", "2026-11-02T06:30Z")]
    [InlineData("day at 02:15 Australia/Lord_Howe", "2026-10-03T12:00Z", "2026-10-03T15:30Z")] // 02:00 to 02:30 is left out.
    [InlineData("day at 01:45 Australia/Lord_Howe", "2026-04-04T12:00Z", "2026-04-04T14:45Z")] // 01:30 to 02:00 comes twice.
    [InlineData("day at 01:45 Australia/Lord_Howe", "2026-04-04T14:45Z", "2026-04-05T15:15Z")]
    [InlineData("weekday at 22:30 UTC", "2026-11-27T22:30Z", "2026-11-30T22:30Z")]
    [InlineData("monday and thursday at 03:00 UTC", "2026-11-30T03:00Z", "2026-12-03T03:00Z")]
    [InlineData("sunday at 06:00 and 18:00 UTC", "2026-11-29T06:00Z", "2026-11-29T18:00Z")]
    public void The_next_is_what_the_clocks_of_the_zone_say(string often, string after, string next)
    {
        var times = Read(often);
        Assert.Equal(At(next), times.After(At(after)));
        Assert.Equal(At(next), times.Until(At(next)));
        Assert.True(times.Until(At(next) - TimeSpan.FromTicks(1)) <= At(after));
    }

    [Theory]
    [InlineData("day at 02:00 UTC", 24)]
    [InlineData("day at 02:00 Asia/Kolkata", 24)]
    [InlineData("day at 02:30 Europe/Berlin", 25)]
    [InlineData("day at 14:00 America/New_York", 25)]
    [InlineData("day at 02:00 Australia/Lord_Howe", 24.5)]
    [InlineData("day at 12:30 and 22:30 Europe/Berlin", 15)]
    [InlineData("day at 01:00 and 04:00 Europe/Berlin", 21)] // The hour that comes twice is in the short one.
    [InlineData("weekday at 22:30 UTC", 72)]
    [InlineData("weekday at 22:30 Europe/Berlin", 73)]
    [InlineData("monday at 03:00 UTC", 168)]
    [InlineData("wednesday and sunday at 12:00 Europe/Berlin", 97)]
    public void The_longest_counts_the_day_on_which_clocks_are_set_back(string often, double hours) => Assert.Equal(TimeSpan.FromHours(hours), Read(often).Longest);

    [Theory]
    [MemberData(nameof(Zones))]
    public void Over_years_there_is_one_for_each_day_of_the_calendar_and_none_is_further_apart_than_the_longest(string zone)
    {
        foreach (var time in new[] { "00:00", "00:30", "01:30", "01:45", "02:00", "02:15", "02:30", "03:00", "12:00", "23:30", "23:59" })
        {
            var times = Read($"day at {time} {zone}");
            var (at, longest) = (times.After(At("2026-01-01T00:00Z")), TimeSpan.Zero);
            for (var day = DateOnly.FromDateTime(times.Clock.At(at)); day.Year < 2029; day = day.AddDays(1))
            {
                Assert.Equal(day, DateOnly.FromDateTime(times.Clock.At(at)));
                Assert.True(TimeOnly.FromDateTime(times.Clock.At(at)) >= TimeOnly.Parse(time, null), $"{at:O}");
                Assert.Equal(at, times.Until(at));
                var next = times.After(at);
                Assert.Equal(at, times.Until(next - TimeSpan.FromTicks(1)));
                (longest, at) = (next - at > longest ? next - at : longest, next);
            }

            Assert.Equal(times.Longest, longest);
        }
    }

    [Fact]
    public void A_shift_delays_each_by_the_same()
    {
        var times = Read("day at 23:50 Europe/Berlin") with { Shift = TimeSpan.FromMinutes(20) };
        Assert.Equal(At("2026-11-30T23:10Z"), times.After(At("2026-11-30T22:55Z")));
        Assert.Equal(At("2026-11-30T23:10Z"), times.After(At("2026-11-30T23:09Z")));
        Assert.Equal(At("2026-12-01T23:10Z"), times.After(At("2026-11-30T23:10Z")));
        Assert.Equal(TimeSpan.FromHours(25), times.Longest);
    }

    [Theory]
    [InlineData("08:00 and 18:00 Europe/Berlin", "2026-11-30T12:00Z", "2026-11-30T17:00Z")]
    [InlineData("08:00 and 18:00 Europe/Berlin", "2026-11-30T07:00Z", "2026-11-30T17:00Z")]
    [InlineData("08:00 and 18:00 Europe/Berlin", "2026-11-30T17:00Z", null)]
    [InlineData("08:00 and 18:00 Europe/Berlin", "2026-11-30T06:59Z", null)]
    [InlineData("22:00 and 06:00 UTC", "2026-11-30T23:00Z", "2026-12-01T06:00Z")]
    [InlineData("22:00 and 06:00 UTC", "2026-12-01T05:59Z", "2026-12-01T06:00Z")]
    [InlineData("22:00 and 06:00 UTC", "2026-12-01T21:59Z", null)]
    [InlineData("22:00 and 02:30 Europe/Berlin", "2026-10-25T00:15Z", "2026-10-25T00:30Z")] // Over when the clocks show it first.
    [InlineData("22:00 and 02:30 Europe/Berlin", "2026-10-25T01:15Z", null)]
    [InlineData("22:00 and 02:30 Europe/Berlin", "2026-03-29T00:59Z", "2026-03-29T01:00Z")]
    public void Quiet_hours_end_by_the_clocks_of_the_zone(string between, string now, string? end) =>
        Assert.Equal(end is null ? null : At(end), Quiet(between).EndAt(At(now)));

    [Fact]
    public void Quiet_hours_last_longer_where_clocks_are_set_back_in_them()
    {
        Assert.Equal(TimeSpan.FromHours(10), Quiet("08:00 and 18:00 Europe/Berlin").Longest);
        Assert.Equal(TimeSpan.FromHours(9), Quiet("22:00 and 06:00 Europe/Berlin").Longest);
        Assert.Equal(TimeSpan.FromHours(8), Quiet("22:00 and 06:00 UTC").Longest);
    }

    [Fact]
    public void A_zone_that_the_machine_does_not_know_is_taken_for_UTC_and_says_so()
    {
        var times = Read("day at 02:00 Europe/Berln");
        Assert.False(times.Clock.IsKnown);
        Assert.Equal(At("2026-12-01T02:00Z"), times.After(At("2026-11-30T12:00Z")));
        Assert.Equal("Europe/Berlin", ZoneClock.Nearest("Europe/Berln"));
        Assert.Null(ZoneClock.Nearest("Nowhere/Atall"));
        Assert.True(ZoneClock.AreAnyKnown);
    }

    [Fact]
    public void Fifty_hosts_begin_apart_and_each_at_the_same_moment_every_day()
    {
        var plan = ExamplePlans.Read(Change.Apply("every: 1 hour", "every: day at 02:00 UTC, jitter: 20 minutes"));
        var system = plan.SystemNamed("documents");
        var shifts = Enumerable.Range(0, 50).Select(host => CopyTimes.Of(plan, system with { RunsOn = $"host{host}" })!.Shift).ToArray();
        Assert.True(shifts.Distinct().Count() == 50 && shifts.All(s => s >= TimeSpan.Zero && s < TimeSpan.FromMinutes(20)));
        Assert.True(shifts.Max() - shifts.Min() > TimeSpan.FromMinutes(15));
        Assert.Equal(shifts, Enumerable.Range(0, 50).Select(host => CopyTimes.Of(plan, system with { RunsOn = $"host{host}" })!.Shift));
        Assert.NotEqual(CopyTimes.Of(plan, system)!.Shift, CopyTimes.Of(plan, system with { Name = "another" })!.Shift);
        Assert.Equal(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(20), system.Protection!.Longest);
    }

    private static TimesOfDay Read(string often) => ExamplePlans.Read(Change.Apply("every: 1 hour", $"every: {often}")).SystemNamed("documents").Protection!.At!;

    private static PartOfDay Quiet(string between) =>
        ExamplePlans.Read(Change.Apply("every: 1 hour", $"every: 1 hour, not between: {between}")).SystemNamed("documents").Protection!.NotBetween!;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, null);
}
