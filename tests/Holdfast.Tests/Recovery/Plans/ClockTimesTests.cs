using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class ClockTimesTests
{
    private const string Every = "every: 1 hour";

    [Theory]
    [InlineData("day at 02:00 Europe/Berlin", "day at 02:00 Europe/Berlin")]
    [InlineData("day at 2:00 UTC", "day at 02:00 UTC")]
    [InlineData("Weekday at 22:30 America/New_York", "weekday at 22:30 America/New_York")]
    [InlineData("sunday and Monday at 03:00 UTC", "monday and sunday at 03:00 UTC")]
    [InlineData("\"friday, monday and friday at 18:00, 06:00 and 06:00 Etc/GMT+3\"", "monday and friday at 06:00 and 18:00 Etc/GMT+3")]
    [InlineData("monday and tuesday and wednesday and thursday and friday at 09:00 UTC", "weekday at 09:00 UTC")]
    [InlineData("weekday and saturday and sunday at 09:00 UTC", "day at 09:00 UTC")]
    [InlineData("tuesday, thursday and saturday at 09:00 America/Argentina/Buenos_Aires", "tuesday, thursday and saturday at 09:00 America/Argentina/Buenos_Aires")]
    public void Times_of_the_day_are_written_as_people_say_them(string text, string meant)
    {
        var quoted = text.StartsWith('"') ? text : $"\"{text}\"";
        var protection = Change.IsAccepted(Every, $"every: {quoted}").SystemNamed("documents").Protection!;
        Assert.Equal(meant, protection.At!.ToString());
        Assert.Equal((protection.At.Longest, protection.At.Longest), (protection.Every, protection.Longest));
        Assert.Equal(meant, Change.IsAccepted(Every, $"every: {meant.Replace(",", " and", StringComparison.Ordinal)}").SystemNamed("documents").Protection!.At!.ToString());
    }

    [Theory]
    [InlineData("02:00", "is not days and times: \"02:00\"")]
    [InlineData("day at 2am", "is not days and times")]
    [InlineData("night at 02:00 UTC", "is not days and times")]
    [InlineData("mondays at 02:00 UTC", "is not days and times")]
    [InlineData("at 02:00 UTC", "is not days and times")]
    [InlineData("day at noon", "is not days and times")]
    [InlineData("day at", "is not days and times")]
    [InlineData("day at 24:00 UTC", "has a time that no clock of 24 hours shows")]
    [InlineData("day at 02:60 UTC", "has a time that no clock of 24 hours shows")]
    [InlineData("day at 002:00 UTC", "has a time that no clock of 24 hours shows")]
    [InlineData("day at 02:00", "names no time zone, and the plan has none")]
    [InlineData("day at 02:00 ../../etc/passwd", "names what is not a time zone")]
    [InlineData("day at 02:00 +02:00", "names what is not a time zone")]
    public void Those_that_are_none_are_refused(string text, string words) =>
        Change.IsRefused(Every, $"every: §\"{text}\"", "bad-time", $"\"every\" of \"protect\" of system \"documents\" {words}");

    [Fact]
    public void The_plan_may_name_the_zone_once()
    {
        var plan = Change.IsAccepted("currency: USD\n", "currency: USD\ntime zone: Europe/Berlin\n");
        Assert.Equal("Europe/Berlin", plan.TimeZone!.Name);
        var text = Change.Apply("currency: USD\n", "currency: USD\ntime zone: Europe/Berlin\n");
        Assert.Equal("day at 02:00 Europe/Berlin", ExamplePlans.Read(Change.Apply(Every, "every: day at 02:00", text)).SystemNamed("documents").Protection!.At!.ToString());
        Assert.Equal("day at 02:00 UTC", ExamplePlans.Read(Change.Apply(Every, "every: day at 02:00 UTC", text)).SystemNamed("documents").Protection!.At!.ToString());
        Change.IsRefused("currency: USD\n", "currency: USD\ntime zone: §Berlin time\n", "bad-time", "is not the name of a time zone: \"Berlin time\"");
        Assert.Null(Change.IsAccepted("currency: USD\n", "currency: USD\n").TimeZone);
    }

    [Theory]
    [InlineData("every: 1 hour, not between: §08:00", "bad-time", "is not two times of the day")]
    [InlineData("every: 1 hour, not between: §8 and 18", "bad-time", "is not two times of the day")]
    [InlineData("every: 1 hour, not between: §08:00 and 25:00 UTC", "bad-time", "is not two times of the day")]
    [InlineData("every: 1 hour, not between: §08:00 and 08:00 UTC", "bad-time", "leaves less than 2 hours of a day")]
    [InlineData("every: 1 hour, not between: §08:00 and 06:01 UTC", "bad-time", "leaves less than 2 hours of a day")]
    [InlineData("every: 1 hour, not between: §08:00 and 18:00", "bad-time", "names no time zone")]
    [InlineData("every: day at 12:00 UTC, not between: §08:00 and 18:00 UTC", "bad-time", "lets no backup begin when one is to begin, at 12:00")]
    [InlineData("every: day at 07:50 UTC, jitter: 20 minutes, not between: §08:00 and 18:00 UTC", "bad-time", "at 07:50 with its jitter")]
    [InlineData("every: 1 hour, jitter: §20 minutes", "stray-reason", "delays backups that are taken at no time of the day")]
    [InlineData("every: day at 02:00 UTC, jitter: §7 hours", "bad-duration", "is longer than 6 hours")]
    public void What_stands_beside_it_must_fit(string to, string id, string words) => Change.IsRefused(Every, to, id, words);

    [Theory]
    [InlineData("kind: full, by itself: §true", "stray-reason", "begins what people do: full")]
    [InlineData("between: §20:00 and 05:00 UTC", "stray-reason", "says when a drill begins by itself that does not")]
    [InlineData("by itself: §nightly", "bad-choice", "must be \"true\" or \"false\"")]
    [InlineData("by itself: true, between: §20:00", "bad-time", "is not two times of the day")]
    public void So_must_what_stands_beside_a_drill(string drill, string id, string words) =>
        Change.IsRefused("scenarios:\n", $"drills:\n  - {{ scenario: office fire, every: 1 month, {drill} }}\nscenarios:\n", id, words);

    [Fact]
    public void What_fits_is_read()
    {
        var protection = Change.IsAccepted(Every, "every: day at 07:30 and 18:00 UTC, jitter: 20 minutes, not between: 08:00 and 18:00 UTC").SystemNamed("documents").Protection!;
        Assert.Equal("every day at 07:30 and 18:00 UTC and up to 20 min later, not between 08:00 and 18:00 UTC", protection.Often(t => $"{t.TotalMinutes:0} min"));
        Assert.Equal(TimeSpan.FromMinutes((13.5 * 60) + 20), protection.Longest);
        Assert.Equal(TimeSpan.FromHours(11), Change.IsAccepted(Every, "every: 1 hour, not between: 08:00 and 18:00 UTC").SystemNamed("documents").Protection!.Longest);
    }
}
