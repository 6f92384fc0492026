using Holdfast.Restic.Platform;
using Xunit;

namespace Holdfast.Tests.Restic.Format;

public class FileTimeTests
{
    [Theory]
    [InlineData(0, 0, "1970-01-01T00:00:00Z")]
    [InlineData(981173106, 123456789, "2001-02-03T04:05:06.123456789Z")]
    [InlineData(-2, 500000000, "1969-12-31T23:59:58.5Z")]
    [InlineData(951782400, 1, "2000-02-29T00:00:00.000000001Z")]
    [InlineData(-62135596800, 0, "0001-01-01T00:00:00Z")]
    [InlineData(-62167219200, 0, "0000-01-01T00:00:00Z")]
    [InlineData(253402300799, 999999999, "9999-12-31T23:59:59.999999999Z")]
    public void A_time_keeps_its_nanoseconds_there_and_back(long seconds, int nanoseconds, string text)
    {
        Assert.Equal(text, new FileTime(seconds, nanoseconds).ToString());
        Assert.True(FileTime.TryParse(text, out var parsed));
        Assert.Equal(new FileTime(seconds, nanoseconds), parsed);
    }

    [Theory]
    [InlineData("2026-01-01T00:30:00+02:00", "2025-12-31T22:30:00Z")]
    [InlineData("2026-01-01T00:30:00.25-05:30", "2026-01-01T06:00:00.25Z")]
    public void An_offset_is_kept_and_makes_no_other_moment(string text, string utc)
    {
        Assert.True(FileTime.TryParse(text, out var parsed));
        Assert.True(FileTime.TryParse(utc, out var same));
        Assert.Equal(text, parsed.ToString());
        Assert.Equal(utc, parsed.ToString(TimeSpan.Zero));
        Assert.Equal(same, parsed);
    }

    // What restic makes of them, too.
    [Theory]
    [InlineData(300000000000, "9999-08-15T05:20:00.000000007Z")]
    [InlineData(-70000000000, "0000-10-15T19:33:20.000000007Z")]
    public void A_year_that_the_format_cannot_hold_becomes_the_nearest_that_it_can(long seconds, string text)
    {
        Assert.Equal(text, new FileTime(seconds, 7).ToString());
        var writable = new FileTime(seconds, 7).ToWritable();
        Assert.True(FileTime.TryParse(writable.ToString(), out var read));
        Assert.Equal(writable, read);
        Assert.Equal(read, read.ToWritable());
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void No_time_is_too_far_away_to_be_written(long seconds)
    {
        var writable = new FileTime(seconds, 7).ToWritable();
        Assert.True(FileTime.TryParse(writable.ToString(), out var read));
        Assert.Equal(writable, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-01")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-01-01T00:00:00")]
    [InlineData("2026-01-01T00:00:00+0200")]
    [InlineData("2026-01-01 00:00:00Z")]
    public void What_is_no_time_is_not_read_as_one(string text) => Assert.False(FileTime.TryParse(text, out _));

    [Fact]
    public void It_agrees_with_the_calendar_of_dotnet_over_all_years()
    {
        for (var day = DateTimeOffset.MinValue; day < new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero); day = day.AddDays(97))
        {
            Assert.Equal(day, FileTime.Of(day).ToDateTimeOffset());
            Assert.Equal(day.ToString("yyyy-MM-ddTHH:mm:ssZ", null), FileTime.Of(day).ToString());
        }
    }
}
