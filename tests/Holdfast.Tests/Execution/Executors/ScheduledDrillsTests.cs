using System.Text;
using Holdfast.Execution.Evidence;
using Holdfast.Execution.Executors;
using Holdfast.Execution.Journals;
using Holdfast.Execution.Plans;
using Holdfast.Execution.Stores;
using Holdfast.Recovery.Runs;
using Holdfast.Tests.Execution.Stores;
using Holdfast.Tests.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Execution.Executors;

public class ScheduledDrillsTests
{
    private const string Fire = "office fire";
    private readonly MemoryRunStore _state = new();
    private readonly LeapingClock _clock = new();

    [Fact]
    public async Task A_drill_is_due_when_nothing_shows_that_it_was_held_and_again_when_its_time_has_passed()
    {
        var drills = Drills("every: 1 month, by itself: true");
        Assert.Equal(Fire, Assert.Single(drills.Due()).Scenario);
        Assert.Null(drills.WhyNot(drills.Due()[0]));
        await HoldAsync("20260101T120000Z-drill-aaaa", Fire, RunOutcome.Recovered);
        drills.Tried(Plan("every: 1 month, by itself: true").Plan.Drills[0], null);
        Assert.Empty(drills.Due());
        _clock.Date += TimeSpan.FromDays(30);
        Assert.Empty(drills.Due());
        _clock.Date += TimeSpan.FromDays(1);
        Assert.Single(drills.Due());
        Assert.Single(Drills("every: 1 month, by itself: true").Due()); // And for one that is started anew.
    }

    [Fact]
    public void One_that_the_plan_does_not_want_by_itself_never_is()
    {
        Assert.Empty(Drills("every: 1 month").Due());
        Assert.Empty(Drills("every: 1 month, by itself: false").Due());
        Assert.Empty(ScheduledDrills.Overdue(Plan("every: 1 month").Plan, _state, _clock.Date.AddYears(1)));
    }

    [Fact]
    public void It_begins_only_in_its_hours()
    {
        var drills = Drills("every: 1 month, by itself: true, between: 20:00 and 05:00 UTC");
        Assert.Empty(drills.Due()); // It is noon.
        _clock.Date += TimeSpan.FromHours(8);
        Assert.Single(drills.Due());
        _clock.Date += TimeSpan.FromHours(9);
        Assert.Empty(drills.Due());
    }

    [Theory]
    [InlineData("1 month", 7)]
    [InlineData("3 days", 3)]
    public async Task One_that_failed_is_tried_again_after_a_week_or_its_time_if_that_is_shorter(string every, int days)
    {
        var drills = Drills($"every: {every}, by itself: true");
        await HoldAsync("20260101T120000Z-drill-aaaa", Fire, RunOutcome.Abandoned);
        drills.Tried(drills.Due()[0], null);
        _clock.Date += TimeSpan.FromDays(days) - TimeSpan.FromMinutes(1);
        Assert.Empty(drills.Due());
        Assert.Empty(Overdue(every)); // What it showed is told from its evidence.
        _clock.Date += TimeSpan.FromMinutes(1);
        Assert.Single(drills.Due());
    }

    [Fact]
    public async Task One_that_could_not_begin_is_told_and_tried_again_within_the_hour_until_it_was_held()
    {
        var drills = Drills("every: 1 month, by itself: true");
        drills.Tried(drills.Due()[0], "the disk is full");
        Assert.Equal([new(Fire, _clock.Date, "the disk is full")], Overdue("1 month"));
        _clock.Date += TimeSpan.FromMinutes(59);
        Assert.Empty(drills.Due());
        _clock.Date += TimeSpan.FromMinutes(1);
        Assert.Single(drills.Due());
        await HoldAsync("20260101T120000Z-drill-aaaa", Fire, RunOutcome.Recovered); // Somebody did it by hand.
        Assert.Empty(drills.Due());
        Assert.Empty(Overdue("1 month"));
    }

    [Fact]
    public void One_whose_hours_do_not_come_is_told_after_two_days()
    {
        var drills = Drills("every: 1 month, by itself: true, between: 20:00 and 05:00 UTC");
        Assert.Empty(drills.Due());
        var since = _clock.Date;
        _clock.Date += TimeSpan.FromDays(2);
        Assert.Empty(Overdue("1 month"));
        _clock.Date += TimeSpan.FromMinutes(1);
        Assert.Equal(
            [new(Fire, since, "it did not come to begin between 20:00 and 05:00 UTC while the schedule was kept")],
            ScheduledDrills.Overdue(Plan("every: 1 month, by itself: true, between: 20:00 and 05:00 UTC").Plan, _state, _clock.Date));
    }

    [Fact]
    public async Task Beside_a_failover_that_has_not_ended_none_begins()
    {
        var drills = Drills("every: 1 month, by itself: true");
        const string Run = "20260101T120000Z-failover-aaaa";
        await StoredJournal.Create(_state, Run).AppendAsync(Began(Run, RunKind.Failover, Fire), TestContext.Current.CancellationToken);
        Assert.Equal($"{Run} is a failover that has not ended", drills.WhyNot(drills.Due()[0]));
        using (_state.TryLease("failover", "20260102T120000Z-failover-bbbb"))
        {
            Assert.StartsWith("20260102T120000Z-failover-bbbb is", drills.WhyNot(drills.Due()[0]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("- task: { who: maria, do: Look. }", true)]
    [InlineData("- task: { who: maria, do: Look. }\n        in a drill: skip\n        because: she sleeps", false)]
    [InlineData("- run: [\"true\"]\n        on failure: ask", true)]
    public void One_that_would_wait_for_people_does_not_begin_and_is_found_in_the_plan(string step, bool waits)
    {
        var text = Text("every: 1 month, by itself: true").Replace("      - restore: documents\n", $"      - restore: documents\n      {step}\n", StringComparison.Ordinal)
            .Replace("sites:\n", "people: { maria: { name: Maria, email: m@harbor.example } }\nsites:\n", StringComparison.Ordinal);
        var drills = new ScheduledDrills(Of(text), _state, _clock);
        Assert.Equal(waits, drills.WhyNot(drills.Due()[0]) is not null);
        Assert.Equal(waits ? 1 : 0, Holdfast.Tests.Recovery.Plans.Rules.Unwise.Of("drill-waits-for-people", text).Count());
    }

    [Fact]
    public void A_spoilt_memory_and_one_of_a_clock_that_ran_ahead_say_nothing()
    {
        var drills = Drills("every: 1 month, by itself: true");
        _state.WriteDocument(StoreNames.Drills, Encoding.UTF8.GetBytes("{"));
        Assert.Single(drills.Due());
        _clock.Date += TimeSpan.FromDays(900);
        drills.Tried(drills.Due()[0], "why");
        _clock.Date -= TimeSpan.FromDays(900);
        Assert.Single(drills.Due());
    }

    private IEnumerable<OverdueDrill> Overdue(string every) => ScheduledDrills.Overdue(Plan($"every: {every}, by itself: true").Plan, _state, _clock.Date);

    private ScheduledDrills Drills(string how) => new(Plan(how), _state, _clock);

    private static PlanInForce Plan(string how) => Of(Text(how));

    private static string Text(string how) => ExamplePlans.HarborDental + $"drills:\n  - {{ scenario: {Fire}, {how} }}\n";

    private static PlanInForce Of(string text) => PlanInForce.Of(Encoding.UTF8.GetBytes(text), "/srv/holdfast.yaml", "holdfast.yaml");

    private static RunBegan Began(string run, RunKind kind, string scenario) => new(
        new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), run, kind, "Harbor Dental", scenario, new('a', 64), "/srv", new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), DisasterSource.Declaration, ["records"], [], [], [], [], []);

    private async Task HoldAsync(string run, string scenario, RunOutcome outcome)
    {
        var journal = StoredJournal.Create(_state, run);
        await journal.AppendAsync(Began(run, RunKind.Drill, scenario), TestContext.Current.CancellationToken);
        await journal.AppendAsync(new RunEnded(new(2026, 1, 1, 12, 1, 0, TimeSpan.Zero), outcome, [], null), TestContext.Current.CancellationToken);
        SealedJournals.Seal(_state, run);
    }
}
