using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public class PeopleAndHardwareRulesTests
{
    [Theory]
    [InlineData("role-without-stand-in", "held by: [sam, maria]", "held by: [sam]", "only \"sam\" holds role \"front desk\"", "  front desk: {")]
    [InlineData("person-without-contact", "{ name: Sam Okafor, email: sam@harbor.example, phone: +1 555 0101 }", "{ name: Sam Okafor }", "\"sam\" is reached", "  sam: {")]
    [InlineData("one-person-many-roles", "  recovery lead: [maria, sam]\n", "  recovery lead: [maria, sam]\n  a: [maria]\n  b: [maria]\n  c: [maria]\n", "first in 4 roles", "  maria: {")]
    [InlineData("approver-does-the-task", "      - wait: 10 seconds\n", "      - task: { who: maria, do: Look., takes: 1 minute }\n", "\"maria\" approves the recovery of system \"booking\"", "approval: {")]
    [InlineData("never-practised", "took part: [maria, sam]", "took part: [maria]", "\"sam\" holds \"recovery lead\" and \"front desk\"", "  sam: {")]
    [InlineData("past-lifetime", "    count: 8\n    bought: 2023-03-01\n    lifetime: 5 years\n", "    count: 8\n    bought: 2023-03-01\n    lifetime: 2 years\n", "asset \"nas disks\" was to do for 2 years: that was over on 2025-03-01", "2 years\n")]
    [InlineData("past-support", "    support until: 2028-03-01\n    annual", "    support until: 2026-02-28\n    annual", "asset \"nas disks\" ended on 2026-02-28", "2026-02-28\n    annual")]
    [InlineData("ends-within-a-year", "    support until: 2028-03-01\n    annual", "    support until: 2026-03-01\n    annual", "support of asset \"nas disks\" ends on 2026-03-01", "2026-03-01\n    annual")]
    [InlineData("no-redundancy", "    redundancy: mirror\n", "", "at least one of 8 \"nas disks\" fails within 5 years with 46.9 %", "  nas disks:")]
    [InlineData("single-point-of-failure", "needs people: [front desk]", "needs people: [night desk]", "the loss of \"person sam\" alone stops it", "  see patients:")]
    [InlineData("lead-time-beyond-rto", "recovers on: colo-server\n    protect: nothing", "protect: nothing", "in place of \"office-server\" takes 3 weeks", null)]
    public void A_weakness_of_people_or_hardware_is_found(string id, string from, string to, string words, string? at)
    {
        var plan = ExamplePlans.Reference.Replace("roles:\n", "roles:\n  night desk: [sam]\n", StringComparison.Ordinal);
        if (id != "single-point-of-failure")
        {
            plan = ExamplePlans.Reference;
        }

        if (at is null)
        {
            Assert.Contains(Unwise.Of(id, Change.Apply(from, to, plan)), f => f.Message.Contains(words, StringComparison.Ordinal));
            Assert.Empty(Unwise.Of(id, plan));
        }
        else
        {
            Unwise.IsFoundIn(plan, from, to, id, words, at);
        }
    }

    [Fact]
    public void A_plan_says_who_leads()
    {
        Assert.Single(Unwise.Of("no-recovery-lead", ExamplePlans.HarborDental));
        Assert.Empty(Unwise.Of("no-recovery-lead", ExamplePlans.Reference));
    }

    [Fact]
    public void What_a_mission_critical_system_waits_for_matters_more()
    {
        Assert.Equal(Severity.Error, Assert.Single(Unwise.Of("role-without-stand-in", Change.Apply("recovery lead: [maria, sam]", "recovery lead: [maria]", ExamplePlans.Reference))).Severity);
        Assert.Equal(Severity.Warning, Assert.Single(Unwise.Of("role-without-stand-in", Change.Apply("held by: [sam, maria]", "held by: [sam]", ExamplePlans.Reference))).Severity);
        var host = Change.Apply("    bought: 2023-03-01\n    lifetime: 5 years\n    support until: 2028-03-01\n    rebuild", "    bought: 2019-03-01\n    lifetime: 5 years\n    support until: 2028-03-01\n    rebuild", ExamplePlans.Reference);
        Assert.Equal(Severity.Error, Assert.Single(Unwise.Of("past-lifetime", host)).Severity);
    }
}
