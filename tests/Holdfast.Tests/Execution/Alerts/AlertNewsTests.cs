using System.Collections.Immutable;
using Holdfast.Execution.Alerts;
using Xunit;

namespace Holdfast.Tests.Execution.Alerts;

/// <summary>What of a look is new.</summary>
public sealed class AlertNewsTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private ImmutableSortedDictionary<string, StandingTrouble> _standing = ImmutableSortedDictionary<string, StandingTrouble>.Empty;

    [Fact]
    public void What_begins_is_told_once_and_again_each_day_only_where_it_is_urgent()
    {
        Assert.Equal(["Began a", "Began b"], Look(Start, Urgent("a"), Notice("b")));
        for (var at = Start.AddMinutes(5); at < Start + Day; at = at.AddMinutes(5))
        {
            Assert.Empty(Look(at, Urgent("a"), Notice("b")));
        }

        Assert.Equal(["Still a"], Look(Start + Day, Urgent("a"), Notice("b")));
        Assert.Empty(Look(Start + Day + TimeSpan.FromHours(1), Urgent("a"), Notice("b")));
    }

    [Fact]
    public void What_is_over_is_told_when_it_has_stayed_so_and_may_begin_again()
    {
        Look(Start, Urgent("a"));
        Assert.Empty(Look(Start.AddMinutes(5)));
        Assert.Empty(Look(Start.AddMinutes(10)));
        Assert.Equal(["Over a"], Look(Start.AddMinutes(15)));
        Assert.Empty(Look(Start.AddMinutes(20)));
        Assert.Equal(["Began a"], Look(Start.AddMinutes(25), Urgent("a")));
    }

    [Fact]
    public void What_comes_and_goes_is_told_once()
    {
        Look(Start, Notice("a"));
        for (var i = 1; i < 100; i++)
        {
            Assert.Empty(Look(Start.AddMinutes(5 * i), i % 2 == 0 ? [Notice("a")] : []));
        }
    }

    [Fact]
    public void What_becomes_urgent_is_told_as_new()
    {
        Look(Start, Notice("a"));
        Assert.Equal(["Began a"], Look(Start.AddMinutes(5), Urgent("a")));
    }

    [Fact]
    public void A_clock_that_ran_ahead_silences_nothing()
    {
        Look(Start.AddYears(10), Urgent("a"), Urgent("gone"));
        Look(Start.AddYears(10).AddMinutes(1), Urgent("a"));
        Assert.Equal(["Still a", "Over gone"], Look(Start, Urgent("a")));
        Assert.Empty(Look(Start.AddHours(1), Urgent("a")));
    }

    [Fact]
    public void The_newest_words_are_kept()
    {
        Look(Start, Urgent("a"));
        Look(Start.AddMinutes(5), Urgent("a") with { Text = "newer" });
        Assert.Equal(("newer", Start), (_standing["a"].Text, _standing["a"].Since));
    }

    private IEnumerable<string> Look(DateTimeOffset at, params Trouble[] troubles)
    {
        var news = AlertNews.Of(_standing, troubles, at, Day);
        _standing = news.Standing;
        return [.. news.Items.Select(i => $"{i.Change} {i.Key}")];
    }

    private static Trouble Urgent(string key) => new(key, TroubleLevel.Urgent, key, "text", null);

    private static Trouble Notice(string key) => new(key, TroubleLevel.Notice, key, "text", null);
}
