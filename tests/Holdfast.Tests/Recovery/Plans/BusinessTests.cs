using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Business;
using Holdfast.Recovery.Plans.Exercises;
using Holdfast.Recovery.Plans.People;
using Holdfast.Recovery.Plans.Values;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class BusinessTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference);

    [Fact]
    public void A_process_says_what_it_needs_and_how_little_will_do()
    {
        var patients = Plan.Processes[0];
        Assert.Equal((new Party(PartyKind.Role, "recovery lead"), Rhythm.EveryHour), (patients.Owner, patients.Used));
        Assert.Equal((new Percent(50), TimeSpan.FromHours(2)), (patients.MinimumService, patients.MinimumServiceWithin));
        Assert.Equal((new Percent(60), TimeSpan.FromDays(2)), (patients.Workaround!.Capacity, patients.Workaround.ForAtMost));
        Assert.Equal(["telephones"], patients.Workaround.Needs);
        Assert.Equal((12, 20), (patients.WorkArrives!.Value.PerHour, patients.WorkDone!.Value.PerHour));
        Assert.Equal(new IdlePeople(1, 30), Plan.Processes[1].IdlePeople);
    }

    [Fact]
    public void Four_hours_at_a_thousand_and_fifty_idle_people_cost_eight_thousand() =>
        Assert.Equal(8000m, new BusinessProcess { Name = "sell", Costs = CostCurve.Steady(1000), IdlePeople = new(50, 20) }.CostOf(TimeSpan.FromHours(4)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1300)]
    [InlineData(4, 5200)]
    [InlineData(5, 4800 + 5000 + 500)]
    [InlineData(72, 4800 + (68 * 5000) + 7200 + 100000)]
    public void Costs_rise_from_a_moment_on_and_sums_fall_due_once(int hours, int costs) =>
        Assert.Equal(costs, Plan.Processes[0].CostOf(TimeSpan.FromHours(hours)));

    [Fact]
    public void Rates_that_do_not_follow_each_other_are_refused() =>
        Change.IsRefusedInReference("from: 4 hours", "from: §0 hours", "bad-curve", "does not come after");

    [Fact]
    public void Of_eight_disks_one_fails_within_three_years_in_three_cases_of_ten()
    {
        var disks = Assert.Single(Plan.Assets);
        Assert.Equal(0.316, disks.ChanceOfFailure(3)!.Value, 3);
        Assert.InRange(disks.ChanceOfLosingAPair(3)!.Value, 0.0001, 0.001);
        Assert.Null((disks with { AnnualFailureRate = null }).ChanceOfFailure(3));
        Assert.Null((disks with { LeadTime = null }).ChanceOfLosingAPair(3));
        Assert.Equal(1, (disks with { AnnualFailureRate = new Percent(100) }).ChanceOfLosingAPair(3));
    }

    [Fact]
    public void A_risk_is_read_with_what_it_costs_or_in_words()
    {
        var risk = Assert.Single(Plan.Risks);
        Assert.Equal((0.2m, null, 250000m, Treatment.Reduce), (risk.Likelihood.TimesAYear, risk.Impact, risk.ImpactCosts, risk.Treatment));
        Assert.Equal((new Party(PartyKind.Person, "maria"), "ransomware", new DateOnly(2026, 9, 1)), (risk.Owner, risk.Scenario, risk.Review));
        var words = Change.IsAcceptedInReference("impact: 250000", "impact: We would close.").Risks[0];
        Assert.Equal(("We would close.", null), (words.Impact, words.ImpactCosts));
    }

    [Fact]
    public void What_is_practised_and_what_came_of_it_is_read()
    {
        Assert.Equal(new DrillSchedule("office fire", new CalendarSpan(3, 0), ExerciseKind.Full), Plan.Drills[0]);
        Assert.Equal(("office fire", ExerciseKind.Test, true, "20:00 and 05:00 America/New_York"), (Plan.Drills[1].Scenario, Plan.Drills[1].Kind, Plan.Drills[1].ByItself, Plan.Drills[1].Between!.ToString()));
        var exercise = Assert.Single(Plan.Exercises);
        Assert.Equal((new DateOnly(2026, 1, 20), ExerciseKind.Tabletop, "ransomware"), (exercise.On, exercise.Kind, exercise.Scenario));
        Assert.Equal(
            new CorrectiveAction("Put the second key into the safe.", new Party(PartyKind.Person, "maria"), new DateOnly(2026, 2, 1), new DateOnly(2026, 1, 28)),
            Assert.Single(exercise.Actions));
        Change.IsRefusedInReference("- { scenario: office fire, every: 3 months,", "- { scenario: §offfice fire, every: 3 months,", "unknown-scenario", "\"offfice fire\"");
    }

    [Fact]
    public void A_plan_says_whose_clauses_count_and_when_it_was_read()
    {
        Assert.Equal(["iso 22301", "nist 800-34"], Plan.Regulations);
        Assert.Equal(new DateOnly(2026, 2, 1), Plan.Reviewed);
        Assert.Equal(new Sourced<CalendarSpan>(new CalendarSpan(12, 0), ValueSource.Default), ExamplePlans.Read(ExamplePlans.HarborDental).ReviewEvery);
        Change.IsRefusedInReference("[iso 22301, nist", "[§iso 9001, nist", "bad-choice", "\"iso 9001\"");
    }
}
