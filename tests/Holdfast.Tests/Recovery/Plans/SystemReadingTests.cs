using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Sections;
using Holdfast.Recovery.Plans.Values;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>Tiers, and what systems say of themselves.</summary>
public class SystemReadingTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.Reference);

    [Fact]
    public void A_tier_fills_in_what_its_system_leaves_out_and_the_plan_remembers_who_said_what()
    {
        var booking = Plan.SystemNamed("booking");
        Assert.Equal(new Sourced<TimeSpan>(TimeSpan.FromMinutes(10), ValueSource.Written), booking.Rto);
        Assert.Equal(new Sourced<TimeSpan>(TimeSpan.FromMinutes(15), ValueSource.Tier), booking.Rpo);
        Assert.Null(booking.WorkRecovery);
        Assert.Equal(new Sourced<TimeSpan>(TimeSpan.FromMinutes(30), ValueSource.Tier), Plan.SystemNamed("telephones").WorkRecovery);
    }

    [Fact]
    public void A_plan_may_redefine_a_tier_in_part_and_add_its_own()
    {
        Assert.Equal(["mission critical", "important", "ordinary", "deferrable", "archive"], Plan.Tiers.Select(t => t.Name));
        Assert.Equal((TimeSpan.FromHours(4), TimeSpan.FromHours(4)), (Plan.Tiers[1].Rto, Plan.Tiers[1].Rpo));
        Assert.Equal(TimeSpan.FromDays(7), Plan.Tiers[4].Rto);
        Change.IsRefusedInReference("  archive: { rto: 1 week, rpo: 1 week }", "  §archive: { rto: 1 week }", "missing-key", "\"rpo\"");
        Change.IsRefusedInReference("tier: ordinary", "tier: §ordinray", "unknown-tier", "\"ordinray\"");
    }

    [Fact]
    public void A_system_without_a_tier_says_both_objectives() =>
        Change.IsRefusedInReference("  booking:\n    tier: mission critical\n", "  §booking:\n", "missing-key", "has no \"rpo\"");

    [Fact]
    public void A_system_says_what_it_is_and_how_much_of_it_stands_elsewhere()
    {
        var records = Plan.SystemNamed("records");
        Assert.Equal((SystemKind.Database, new ByteSize(2_000_000_000), WhenAlone.StayDown), (records.Kind, records.Size, records.WhenAlone));
        Assert.Equal(new DataGrowth(new ByteSize(100_000_000), new CalendarSpan(1, 0)), records.Grows);
        Assert.Equal(new Standby(StandbyKind.Cold, "far-server", TimeSpan.FromDays(1)), Plan.SystemNamed("documents").Standby);
        Assert.Equal(Standby.None, records.Standby);
    }

    [Fact]
    public void Retention_and_holds_are_read()
    {
        var protection = Plan.SystemNamed("records").Protection!;
        Assert.Equal(new Retention(10, 24, 14, 8, 12, 10, new CalendarSpan(0, 30)), protection.Keep);
        Assert.Equal((new DateOnly(2027, 1, 31), new CalendarSpan(0, 7)), (protection.HoldUntil, protection.VerifyEvery));
        Change.IsRefusedInReference("keep: { last: 10, hourly: 24, daily: 14, weekly: 8, monthly: 12, yearly: 10, within: 30 days }", "keep: §{}", "no-value", "keep nothing");
    }

    [Fact]
    public void A_system_that_holds_no_data_says_why()
    {
        var telephones = Plan.SystemNamed("telephones");
        Assert.Equal((null, "the provider keeps the settings"), (telephones.Protection, telephones.HoldsNoData));
        const string Told = "    kind: telephony\n    runs on: office-server\n    recovers on: colo-server\n    protect: nothing\n    because: the provider keeps the settings\n";
        Change.IsRefusedInReference(
            "  telephones:\n    tier: important\n" + Told,
            "  §telephones:\n    tier: important\n" + Told.Replace("    because: the provider keeps the settings\n", "", StringComparison.Ordinal), "missing-key", "\"because\"");
    }

    [Fact]
    public void What_a_plan_says_little_of_is_still_a_system()
    {
        var plan = Change.IsAccepted(
            "    recovers on: colo-server\n    protect: { files: documents, every: 1 hour, to: [vault] }\n    recover:\n      - restore: documents\n      - check: { files: documents, at least: 2000 }\n      - check: { run: [test, -r, documents/index], as: harbor }\n",
            "");
        var documents = plan.SystemNamed("documents");
        Assert.Equal((null, null, null), (documents.RecoversOn, documents.Protection, documents.HoldsNoData));
        Assert.Empty(documents.Recover);
        Assert.Equal("the plan has no host to recover it on", Loss.Of(plan, plan.Scenarios[0]).Unrecoverable["documents"]);
    }

    [Fact]
    public void What_is_not_protected_can_be_neither_restored_nor_asked_in_sql()
    {
        const string Protect = "    protect: { sqlite: data/records.db, every: 5 seconds, to: [nas, vault] }\n    recover:\n";
        var problems = PlanReader.Read(Change.Apply(Protect, "    recover:\n"), Change.File).Problems;
        Assert.Equal(["nothing-to-restore", "no-database"], problems.Select(p => p.Id));
    }

    [Theory]
    [InlineData("protect: { files: documents, every: day at 12:30 and 22:30, jitter: 10 minutes, not between: 08:00 and 12:00, to: [vault] }", "protect: §noting", "bad-choice", "\"noting\"")]
    [InlineData("    tier: ordinary\n", "    tier: ordinary\n    because: §of history\n", "stray-reason", "reason for nothing")]
    [InlineData("standby: none", "standby: §lukewarm", "bad-choice", "\"lukewarm\"")]
    public void What_makes_no_sense_of_a_system_is_refused(string from, string to, string id, string words) =>
        Change.IsRefusedInReference(from, to, id, words);
}
