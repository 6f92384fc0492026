using System.Text;
using Holdfast.Execution.Repositories;
using Holdfast.Execution.Stores;
using Holdfast.Presentation.Readiness;
using Holdfast.Tests.Execution.Stores;
using Xunit;

namespace Holdfast.Tests.Execution.Repositories;

public class RoomOutlookTests
{
    private const long Total = 1_000_000, Growth = 5_000;
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private readonly MemoryRunStore _state = new();

    [Fact]
    public void The_day_on_which_it_is_full_is_foreseen_from_how_it_grew()
    {
        var outlook = After(30, day => 500_000 - (day * Growth));
        Assert.Equal((Growth, new DateOnly(2026, 11, 30).AddDays(70)), (outlook.BytesADay, outlook.FullOn)); // 350 000 are left.
        Assert.True(outlook.EndsWithin(90, Now) && outlook.EndsWithin(70, Now) && !outlook.EndsWithin(69, Now));
        Assert.Equal(["nas: its disk has 350.0 kB of 1.0 MB left; at 5.0 kB more each day it is full about 2027-02-08."], RoomLines.Of([outlook], Now));
        Assert.Equal(
            """[{"repository":"nas","freeBytes":350000,"totalBytes":1000000,"bytesADay":5000,"fullOn":"2027-02-08"}]""", RoomLines.Json([outlook]).ToJsonString());
    }

    [Fact]
    public void A_weekly_clearing_up_and_one_that_a_person_did_do_not_change_what_is_foreseen()
    {
        // Six days up by twice as much, one day down: half of the growth of a workday in the long run.
        var saw = After(60, day => 900_000 - ((day / 7 * 7 * 4_000) + (day % 7 * 10_000)));
        Assert.InRange(saw.BytesADay!.Value, 3_500, 4_500);

        var dates = Enumerable.Range(50, 7).Select(days => After(days, day => 900_000 - ((day / 7 * 7 * 4_000) + (day % 7 * 10_000))).FullOn!.Value.DayNumber + days).ToArray();
        Assert.InRange(dates.Max() - dates.Min(), 0, 12); // Of a date that is half a year ahead; by the room of each day alone it would be fifteen.

        var cleared = After(40, day => 500_000 - (day * Growth) + (day >= 34 ? 150_000 : 0));
        Assert.InRange(cleared.BytesADay!.Value, Growth * 0.9, Growth * 1.1);

        var noisy = After(40, day => 500_000 - (day * Growth) + (day % 5 == 0 ? 200_000 * ((day % 2 * 2) - 1) : 0));
        Assert.InRange(noisy.BytesADay!.Value, Growth * 0.8, Growth * 1.2);
    }

    [Fact]
    public void Nothing_is_foreseen_from_less_than_a_week_nor_where_nothing_grows()
    {
        Assert.Null(After(6, day => 500_000 - (day * Growth)).FullOn);
        Assert.NotNull(After(8, day => 500_000 - (day * Growth)).FullOn);
        Assert.Null(After(30, _ => 20_000).FullOn);
        Assert.Null(After(30, day => 20_000 + (day * Growth)).FullOn);
        Assert.Null(After(30, day => 500_000 - (day * 10)).FullOn); // In more than a century.
        Assert.Equal(10, After(30, day => 500_000 - (day * 10)).BytesADay);
        Assert.Empty(RoomLines.Of([After(30, _ => 500_000)], Now));
        Assert.Equal(["nas: its disk has 20.0 kB of 1.0 MB left."], RoomLines.Of([After(30, _ => 20_000)], Now));
    }

    [Fact]
    public void What_was_seen_of_a_smaller_disk_counts_no_more()
    {
        var seen = Enumerable.Range(0, 30).Select(day => new RoomSample(Now.AddDays(day - 29), 500_000 - (day * Growth), day < 25 ? Total : 2 * Total)).ToArray();
        Assert.Null(RoomOutlook.Of(new("nas", 355_000, 2 * Total), seen, Now).FullOn);
    }

    [Fact]
    public void A_day_is_remembered_once_with_the_least_that_was_left_and_years_do_not_make_it_grow()
    {
        var history = new RoomHistory(_state, "id");
        for (var hour = 0; hour < 24 * 400; hour++)
        {
            history.Remember(new("nas", 500_000 - (hour % 24 is 7 ? 1_000 : 0), Total), Now.AddHours(hour));
        }

        var all = history.Read();
        Assert.Equal(120, all.Length);
        Assert.All(all[..^1], s => Assert.Equal(499_000, s.FreeBytes));
        Assert.Equal(all.OrderBy(s => s.At).Select(s => s.At), all.Select(s => s.At));
        Assert.Equal(120, all.DistinctBy(s => s.At.UtcDateTime.Date).Count());
        Assert.InRange(_state.ReadDocument(StoreNames.RoomOf("id"))!.Length, 1, 16_000);
    }

    [Fact]
    public void What_a_clock_that_ran_ahead_wrote_is_left_out_and_a_spoilt_file_says_nothing()
    {
        var history = new RoomHistory(_state, "id");
        history.Remember(new("nas", 1, Total), Now.AddYears(1));
        history.Remember(new("nas", 2, Total), Now);
        Assert.Equal([new RoomSample(Now, 2, Total)], history.Read());
        _state.WriteDocument(StoreNames.RoomOf("id"), Encoding.UTF8.GetBytes("[{"));
        Assert.Empty(history.Read());
        history.Remember(new("nas", 3, Total), Now);
        Assert.Equal([new RoomSample(Now, 3, Total)], history.Read());
    }

    /// <param name="free">How much was left on each day; the last is today.</param>
    private static RoomOutlook After(int days, Func<int, long> free)
    {
        RoomSample[] seen = [.. Enumerable.Range(0, days + 1).Select(day => new RoomSample(Now.AddDays(day - days), free(day), Total))];
        return RoomOutlook.Of(new("nas", free(days), Total), seen, Now);
    }
}
