using Holdfast.Recovery.Plans.Values;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>Values other than durations and costs.</summary>
public class QuantityTests
{
    [Theory]
    [InlineData("300 GB", 300_000_000_000)]
    [InlineData("300G", 300_000_000_000)]
    [InlineData("1.5 TiB", 1_649_267_441_664)]
    [InlineData("4096 B", 4096)]
    [InlineData("64 KiB", 65536)]
    public void A_size_is_written_as_people_say_it(string text, long bytes) =>
        Assert.Equal(bytes, Change.IsAcceptedInReference("memory: 64 GB", $"memory: {text}").HostNamed("office-server").Memory!.Value.Bytes);

    [Theory]
    [InlineData("64", "has no unit")]
    [InlineData("64 hours", "has a unit that is no size: \"hours\"")]
    [InlineData("64 GB/s", "has a unit that is no size: \"GB/s\"")]
    [InlineData("much", "is no size: \"much\"")]
    [InlineData("0 GB", "must be more than nothing")]
    [InlineData("99999999999999999999999999999999 TB", "is larger than any size")]
    public void A_size_that_is_none_is_refused_with_a_right_one(string text, string words) =>
        Assert.Contains("300 GB", Change.IsRefusedInReference("memory: 64 GB", $"memory: §{text}", "bad-size", words).Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("100 Mbit/s", 100_000_000)]
    [InlineData("1 Gbit/s", 1_000_000_000)]
    [InlineData("40 MB/s", 320_000_000)]
    [InlineData("1 MiB/s", 8_388_608)]
    public void A_rate_of_data_is_written_as_people_say_it(string text, long bits) =>
        Assert.Equal(bits, Change.IsAcceptedInReference("bandwidth: 100 Mbit/s", $"bandwidth: {text}").Links[0].Bandwidth.BitsPerSecond);

    [Theory]
    [InlineData("100 Mbit", "has a unit that is no rate of data: \"Mbit\"")]
    [InlineData("100 mph", "has a unit that is no rate of data: \"mph\"")]
    [InlineData("fast", "is no rate of data")]
    public void A_rate_of_data_that_is_none_is_refused_with_a_right_one(string text, string words) =>
        Assert.Contains("100 Mbit/s", Change.IsRefusedInReference("bandwidth: 100 Mbit/s", $"bandwidth: §{text}", "bad-rate", words).Hint, StringComparison.Ordinal);

    [Fact]
    public void Three_hundred_gigabytes_over_sixty_megabits_are_never_there_before_eleven_hours() =>
        Assert.Equal(11.1, new DataRate(60_000_000).For(new ByteSize(300_000_000_000)).TotalHours, 1);

    [Theory]
    [InlineData("30 days", "2026-03-31")]
    [InlineData("2 weeks", "2026-03-15")]
    [InlineData("3 months", "2026-06-01")]
    [InlineData("1 year", "2027-03-01")]
    public void A_stretch_of_the_calendar_is_as_long_as_the_calendar_makes_it(string text, string end)
    {
        var every = Change.IsAcceptedInReference("review every: 6 months", $"review every: {text}").ReviewEvery;
        Assert.Equal(DateOnly.Parse(end, System.Globalization.CultureInfo.InvariantCulture), every.Value.From(new DateOnly(2026, 3, 1)));
        Assert.Equal((text, ValueSource.Written), (every.Value.ToString(), every.From));
    }

    [Theory]
    [InlineData("6", "has no unit")]
    [InlineData("6 hours", "has a unit that is no stretch of the calendar: \"hours\"")]
    [InlineData("1.5 years", "is no stretch of the calendar")]
    [InlineData("0 days", "must be longer than nothing")]
    [InlineData("101 years", "is longer than a century")]
    [InlineData("99999999999 days", "is longer than a century")]
    public void A_stretch_that_is_none_is_refused_with_a_right_one(string text, string words) =>
        Assert.Contains("3 months", Change.IsRefusedInReference("review every: 6 months", $"review every: §{text}", "bad-span", words).Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("01.02.2026")]
    [InlineData("2026-2-1")]
    [InlineData("yesterday")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void A_day_that_is_none_is_refused_with_a_right_one(string text) =>
        Assert.Contains("2021-03-01", Change.IsRefusedInReference("reviewed: 2026-02-01", $"reviewed: §{text}", "bad-date", "is no date").Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("50 %", 50)]
    [InlineData("50%", 50)]
    [InlineData("1.57 %", 1.57)]
    [InlineData("100 %", 100)]
    public void A_share_is_written_in_percent(string text, decimal percent) =>
        Assert.Equal(percent, Change.IsAcceptedInReference("minimum service: 50 %", $"minimum service: {text}").Processes[0].MinimumService!.Value.Value);

    [Theory]
    [InlineData("50", "is no percentage")]
    [InlineData("half", "is no percentage")]
    [InlineData("-1 %", "is no percentage")]
    [InlineData("101 %", "is more than all of it")]
    public void A_share_that_is_none_is_refused_with_a_right_one(string text, string words) =>
        Assert.Contains("50 %", Change.IsRefusedInReference("minimum service: 50 %", $"minimum service: §{text}", "bad-percent", words).Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("12 an hour", 12)]
    [InlineData("48 a day", 2)]
    public void Work_is_counted_over_time(string text, decimal perHour) =>
        Assert.Equal(perHour, Change.IsAcceptedInReference("work arrives: 12 an hour", $"work arrives: {text}").Processes[0].WorkArrives!.Value.PerHour);

    [Theory]
    [InlineData("work arrives: 12 an hour", "work arrives: §12", "bad-work-rate", "12 an hour")]
    [InlineData("grows: 100 MB a month", "grows: §100 MB", "bad-growth", "5 GB a month")]
    [InlineData("grows: 100 MB a month", "grows: §100 patients a month", "bad-growth", "5 GB a month")]
    [InlineData("idle people: 5 at 20 an hour", "idle people: §5", "bad-idle-people", "50 at 20 an hour")]
    [InlineData("idle people: 5 at 20 an hour", "idle people: §5 at 20", "bad-idle-people", "50 at 20 an hour")]
    [InlineData("costs: 100000 }", "costs: §much }", "bad-amount", "4000")]
    [InlineData("costs: 100000 }", "costs: §100000 an hour }", "bad-amount", "4000")]
    [InlineData("likelihood: once in 5 years", "likelihood: §rarely", "bad-likelihood", "once in 5 years")]
    [InlineData("likelihood: once in 5 years", "likelihood: §once in 0 years", "bad-likelihood", "once in 5 years")]
    [InlineData("likelihood: once in 5 years", "likelihood: §110 % a year", "bad-likelihood", "once in 5 years")]
    public void What_can_not_be_counted_is_refused_with_a_right_one(string from, string to, string id, string hint) =>
        Assert.Contains(hint, Change.IsRefusedInReference(from, to, id, "").Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("once in 5 years", 0.2)]
    [InlineData("once a year", 1)]
    [InlineData("twice a year", 2)]
    [InlineData("once in 6 months", 2)]
    [InlineData("10 % a year", 0.1)]
    public void Likelihood_is_written_as_people_say_it(string text, decimal timesAYear) =>
        Assert.Equal(timesAYear, Change.IsAcceptedInReference("likelihood: once in 5 years", $"likelihood: {text}").Risks[0].Likelihood.TimesAYear);

    [Fact]
    public void A_size_where_a_time_belongs_says_so() =>
        Change.IsRefused("rto: 5 minutes", "rto: §5 GB", "bad-duration", "has a unit that is no length of time: \"GB\"");

    [Theory]
    [InlineData("email: maria@harbor.example", "email: §maria at harbor")]
    [InlineData("email: maria@harbor.example", "email: §\"@harbor.example\"")]
    [InlineData("phone: +1 555 0100", "phone: §call me")]
    [InlineData("ssh: root@10.20.0.12", "ssh: §-oProxyCommand=evil")]
    public void A_way_to_reach_somebody_that_is_none_is_found_now(string from, string to) =>
        Change.IsRefusedInReference(from, to, "bad-contact", "is no ");
}
