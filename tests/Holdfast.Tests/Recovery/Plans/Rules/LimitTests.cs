using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

/// <summary>Rules with a limit, at the limit and one step from it: what just suffices is fine.</summary>
public class LimitTests
{
    private const string Keep = "keep: { last: 10, hourly: 24, daily: 14, weekly: 8, monthly: 12, yearly: 10, within: 30 days }";
    private const string Done = "due: 2026-02-01, done: 2026-01-28 }";
    private const string Disks = "    count: 8\n    bought: 2023-03-01\n";
    private const string Support = "    support until: 2028-03-01\n    annual";
    private const string Grows = "    size: 2 GB\n    grows: 100 MB a month\n";
    private const string Rates = "    lifetime: 5 years\n    support until: 2028-03-01\n    annual failure rate: 1.57 %\n    redundancy: mirror\n";

    [Theory]
    [InlineData("review-overdue", "reviewed: 2026-02-01", "reviewed: 2025-09-01", null)]
    [InlineData("review-overdue", "reviewed: 2026-02-01", "reviewed: 2025-08-31", "last reviewed on 2025-08-31")]
    [InlineData("risk-review-overdue", "review: 2026-09-01", "review: 2026-03-01", null)]
    [InlineData("open-corrective-action", Done, "due: 2026-03-01 }", null)]
    [InlineData("open-corrective-action", Done, "due: 2026-02-28 }", "by 2026-02-28")]
    [InlineData("open-corrective-action", Done, "due: 2026-02-01, done: 2026-02-28 }", null)]
    [InlineData("open-corrective-action", Done, "due: 2026-12-01 }", null)]
    [InlineData("past-support", Support, "    support until: 2026-03-01\n    annual", null)]
    [InlineData("ends-within-a-year", Support, "    support until: 2026-02-28\n    annual", null)]
    [InlineData("ends-within-a-year", Support, "    support until: 2027-02-28\n    annual", "ends on 2027-02-28")]
    [InlineData("ends-within-a-year", Support, "    support until: 2027-03-01\n    annual", null)]
    [InlineData("past-lifetime", Disks, "    count: 8\n    bought: 2021-03-01\n", null)]
    [InlineData("past-lifetime", Disks, "    count: 8\n    bought: 2021-02-28\n", "that was over on 2026-02-28")]
    [InlineData("drill-too-rare", "every: 3 months, kind: full", "every: 1 year, kind: full", null)]
    [InlineData("drill-too-rare", "every: 3 months, kind: full", "every: 366 days, kind: full", "only every 366 days")]
    public void A_day_is_past_when_the_next_one_has_begun(string id, string from, string to, string? words) =>
        Unwise.IsFoundOrFine(ExamplePlans.Reference, from, to, id, words);

    [Theory]
    [InlineData("last: 100000", "5.8 days")] // One every 5 seconds.
    [InlineData("hourly: 719", "29.9 days")]
    [InlineData("hourly: 720", null)]
    [InlineData("daily: 29", "29 days")]
    [InlineData("daily: 30", null)]
    [InlineData("weekly: 4", "28 days")]
    [InlineData("weekly: 5", null)]
    [InlineData("monthly: 1", null)]
    [InlineData("yearly: 1", null)]
    [InlineData("yearly: 100000", null)] // More days than a TimeSpan holds.
    [InlineData("within: 29 days", "29 days")]
    [InlineData("within: 30 days", null)]
    [InlineData("last: 1, hourly: 719, daily: 30", null)]
    public void Whatever_keeps_a_copy_for_thirty_days_does(string keep, string? words) =>
        Unwise.IsFoundOrFine(ExamplePlans.Reference, Keep, $"keep: {{ {keep} }}", "retention-too-short", words is null ? null : $"reach back {words}: ");

    [Theory]
    [InlineData("lead-time-beyond-rto", "    rto: 1 day\n", "    rto: 3 weeks\n", null)]
    [InlineData("lead-time-beyond-rto", "    rto: 1 day\n", "    rto: 20 days\n", "takes 3 weeks; its RTO is 20 days")]
    [InlineData("manual-work-exceeds-rto", "        takes: 2 minutes\n", "        takes: 530 seconds\n", null)]
    [InlineData("manual-work-exceeds-rto", "        takes: 2 minutes\n", "        takes: 531 seconds\n", "\"booking\" back take 10.1 minutes")]
    [InlineData("needs-lower-tier", "    rpo: 1 minute\n", "    rpo: 1 minute\n    tier: mission critical\n", null)]
    [InlineData("not-repeatable", "    rto: 1 hour\n    rpo: 15 minutes\n", "    rto: 4 hours\n    rpo: 15 minutes\n", null)]
    [InlineData("not-repeatable", "    rto: 1 hour\n    rpo: 15 minutes\n", "    rto: 239 minutes\n    rpo: 15 minutes\n", "the RTO is 239 minutes")]
    [InlineData("rto-below-transfer-floor", "    size: 2 GB", "    size: 60 GB", null)]
    [InlineData("growth-breaks-rto", Grows, "    size: 60 GB\n    grows: 100 MB a month\n", "from 2026-03-01 on")]
    [InlineData("growth-breaks-rto", Grows, "    size: 61 GB\n    grows: 100 MB a month\n", null)]
    [InlineData("growth-breaks-rto", Grows, "    size: 23.5 GB\n    grows: 36.5 GB a year\n", "from 2027-03-01 on")]
    [InlineData("growth-breaks-rto", Grows, "    size: 23.5 GB\n    grows: 36.4 GB a year\n", null)]
    [InlineData("single-point-of-failure", "mtpd: 8 hours", "mtpd: 1 day", null)]
    [InlineData("single-point-of-failure", "mtpd: 8 hours", "mtpd: 23 hours", "tolerates 23 hours, and the loss of \"person sam\" alone")]
    [InlineData("single-point-of-failure", "mtpd: 8 hours", "mtpd: 4 hours", "tolerates 4 hours, and the loss of \"person sam\" alone")]
    [InlineData("single-point-of-failure", "mtpd: 8 hours", "mtpd: 3 hours", "the loss of \"service payment gateway\" or \"person sam\" alone")]
    [InlineData("single-point-of-failure", "    needs people: [night desk]\n", "", null)]
    [InlineData("one-person-many-roles", "  recovery lead: [maria, sam]\n", "  recovery lead: [maria, sam]\n  a: [maria]\n  b: [maria]\n", null)]
    [InlineData("no-redundancy", Rates, "    lifetime: 1826 days\n    annual failure rate: 1.57 %\n", "fails within 1826 days with 46.9 %")]
    [InlineData("no-redundancy", Rates, "    lifetime: 21 months\n    annual failure rate: 1.57 %\n", null)]
    [InlineData("no-redundancy", Rates, "    lifetime: 22 months\n    annual failure rate: 1.57 %\n", "fails within 22 months with 20.7 %")]
    public void What_takes_just_as_long_as_it_may_is_fine(string id, string from, string to, string? words)
    {
        var plan = id switch
        {
            "lead-time-beyond-rto" => Change.Apply("    protect: nothing\n", "    rto: 1 day\n    protect: nothing\n", Change.Apply("recovers on: colo-server\n    protect: nothing", "protect: nothing", ExamplePlans.Reference)),
            "not-repeatable" => Change.Apply("as: postgres\n        repeatable: true\n", "as: postgres\n", ExamplePlans.Reference),
            "single-point-of-failure" => Change.Apply("needs people: [front desk]", "needs people: [night desk]", Change.Apply("roles:\n", "roles:\n  night desk: [sam]\n", ExamplePlans.Reference)),
            _ => ExamplePlans.Reference,
        };
        Unwise.IsFoundOrFine(plan, from, to, id, words);
    }

    [Theory]
    [InlineData("30 seconds", null)]
    [InlineData("31 seconds", "every 31 seconds")]
    [InlineData("60 seconds", "every 1 minute")]
    [InlineData("61 seconds", null)] // That is rpo-not-reachable.
    public void Half_of_the_rpo_leaves_room_for_one_backup_that_fails(string every, string? words)
    {
        Unwise.IsFoundOrFine(ExamplePlans.HarborDental, "every: 5 seconds", $"every: {every}", "rpo-without-margin", words);
        Assert.All(
            Unwise.Of("rpo-without-margin", Change.Apply("every: 5 seconds", $"every: {every}")).Where(f => f.Message.Contains("records", StringComparison.Ordinal)),
            f => Assert.Equal("back up at least every 30 seconds.", f.Hint));
    }
}
