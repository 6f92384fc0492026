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

    private TimeSpan? _within;
    private string[] _unanswered = [];

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

    [Fact]
    public void Who_hears_of_what_nobody_sees_to_hears_it_once_and_what_became_of_it()
    {
        _within = TimeSpan.FromHours(1);
        Look(Start, Urgent("a"), Notice("b"));
        Look(Start.AddMinutes(59), Urgent("a"), Notice("b"));
        Assert.Empty(_unanswered);
        Assert.Empty(Look(Start.AddMinutes(60), Urgent("a"), Notice("b")));
        Assert.Equal(["Unanswered a"], _unanswered);
        Look(Start.AddMinutes(90), Urgent("a"), Notice("b"));
        Assert.Empty(_unanswered);
        Look(Start.AddMinutes(95));
        Assert.Equal(["Over a", "Over b"], Look(Start.AddMinutes(105)));
        Assert.Equal(["Over a"], _unanswered);
    }

    [Fact]
    public void What_somebody_sees_to_is_told_to_the_others_and_then_no_more_until_it_is_over_or_gets_worse()
    {
        _within = TimeSpan.FromHours(1);
        Look(Start, Urgent("a"), Notice("b"));
        foreach (var key in _standing.Keys)
        {
            _standing = _standing.SetItem(key, _standing[key] with { SeenTo = new("sam", Start, "a new disk comes", IsTold: false) });
        }

        Assert.Equal(["SeenTo a", "SeenTo b"], Look(Start.AddMinutes(30), Urgent("a"), Notice("b")));
        for (var hours = 1; hours < 72; hours++)
        {
            Assert.Empty(Look(Start.AddHours(hours), Urgent("a"), Notice("b")));
            Assert.Empty(_unanswered);
        }

        Assert.Equal(["Began b"], Look(Start.AddHours(72), Urgent("a"), Urgent("b"))); // Nobody saw to that.
        Look(Start.AddHours(74), Urgent("a"), Urgent("b"));
        Assert.Equal(["Unanswered b"], _unanswered);
    }

    [Fact]
    public void Where_nobody_has_to_answer_nobody_else_is_told()
    {
        Look(Start, Urgent("a"));
        Look(Start.AddDays(30), Urgent("a"));
        Assert.Empty(_unanswered);
    }

    [Fact]
    public void Codes_are_short_and_tell_what_is_alike_apart()
    {
        string[] codes = [.. Enumerable.Range(0, 100).Select(i => AlertItem.CodeOf($"system/s{i}/no verified recovery point/"))];
        Assert.All(codes, c => Assert.Matches("^[A-HJ-NP-Z2-9]{4}$", c));
        Assert.Equal(100, codes.Distinct().Count());
    }

    private IEnumerable<string> Look(DateTimeOffset at, params Trouble[] troubles)
    {
        var news = AlertNews.Of(_standing, troubles, at, Day, _within);
        (_standing, _unanswered) = (news.Standing, [.. news.Unanswered.Select(i => $"{i.Change} {i.Key}")]);
        return [.. news.Items.Select(i => $"{i.Change} {i.Key}")];
    }

    private static Trouble Urgent(string key) => new(key, TroubleLevel.Urgent, key, "text", null);

    private static Trouble Notice(string key) => new(key, TroubleLevel.Notice, key, "text", null);
}
