using Holdfast.Recovery.Plans.Rules;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public class PeopleAndHardwareRulesTests
{
    [Theory]
    [InlineData("role-without-stand-in", "held by: [sam, maria]", "held by: [sam]", "only \"sam\" holds role \"front desk\"", "  front desk: {")]
    [InlineData("person-without-contact", "{ name: Sam Okafor, email: sam@harbor.example, phone: +1 555 0101, fails with: [town northport] }", "{ name: Sam Okafor }", "\"sam\" is reached", "  sam: {")]
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
    public void Those_who_stand_in_are_not_away_together()
    {
        const string Id = "role-shares-domain";
        Assert.Empty(Unwise.Of(Id, ExamplePlans.Reference));
        var together = ExamplePlans.Reference.Replace("note: has the key of the safe }", "fails with: [flight h1, town northport] }", StringComparison.Ordinal);
        Assert.Equal(["recovery lead", "front desk"], Unwise.Of(Id, together).Select(f => f.Message.Split('"')[1]));
        Assert.Contains("unreachable together with \"town northport\": \"maria\" and \"sam\"", Unwise.Of(Id, together).First().Message, StringComparison.Ordinal);

        // Another domain is no shared one, and one person alone is another rule's matter.
        Assert.Empty(Unwise.Of(Id, together.Replace("[flight h1, town northport]", "[flight h1]", StringComparison.Ordinal)));
        Assert.Single(Unwise.Of(Id, together.Replace("recovery lead: [maria, sam]", "recovery lead: [sam]", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("front desk", 0)]
    [InlineData("night desk", 1)]
    [InlineData("night manager", 0)]
    public void A_role_is_there_for_something(string role, int found)
    {
        const string Id = "unused-role";
        Assert.Empty(Unwise.Of(Id, ExamplePlans.Reference));
        var plan = role == "front desk" ? ExamplePlans.Reference : Change.Apply("roles:\n", $"roles:\n  {role}: [sam, maria]\n", ExamplePlans.Reference);
        Assert.Equal(found, Unwise.Of(Id, plan).Count(f => f.Message.Contains($"\"{role}\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("    needs services: [payment gateway]\n    needs people: [recovery lead]\n", "    needs services: [payment gateway]\n    needs people: [night desk]\n")]
    [InlineData("    needs people: [front desk]\n", "    needs people: [night desk]\n")]
    [InlineData("task: { who: front desk,", "task: { who: night desk,")]
    [InlineData("approval: { by: recovery lead,", "approval: { by: night desk,")]
    [InlineData("notify: { tell: [recovery lead, sam]", "notify: { tell: [night desk, sam]")]
    [InlineData("{ when: declared, tell: [recovery lead, front desk]", "{ when: declared, tell: [night desk, front desk]")]
    [InlineData("otherwise tell: maria", "otherwise tell: night desk")]
    [InlineData("    owner: recovery lead\n", "    owner: night desk\n")]
    [InlineData("owner: maria, scenario: ransomware", "owner: night desk, scenario: ransomware")]
    [InlineData("owner: maria, due", "owner: night desk, due")]
    public void Each_place_that_calls_for_a_role_is_a_use_of_it(string from, string to)
    {
        var plan = Change.Apply("roles:\n", "roles:\n  night desk: [sam, maria]\n", ExamplePlans.Reference);
        Assert.Single(Unwise.Of("unused-role", plan));
        Assert.Empty(Unwise.Of("unused-role", Change.Apply(from, to, plan)));
    }

    [Theory]
    [InlineData("email: sam@harbor.example")]
    [InlineData("phone: +1 555 0101")]
    [InlineData("mobile: +1 555 0101")]
    public void One_way_to_reach_a_person_is_enough(string way) =>
        Unwise.IsFineInReference("email: sam@harbor.example, phone: +1 555 0101", way, "person-without-contact");

    [Theory]
    [InlineData("    lead time: 2 weeks\n    costs", "    costs", "nothing stands in for it")]
    [InlineData("    costs: 400\n", "    costs: 401\n", "as mirrored pairs both of one would fail with less than 0.1 %")]
    public void Disks_without_a_mirror_are_held_against_mirrored_ones_where_the_plan_says_how_soon_one_is_replaced(string from, string to, string end)
    {
        var plan = Change.Apply(from, to, Change.Apply("    redundancy: mirror\n", "", ExamplePlans.Reference));
        Assert.EndsWith(end, Assert.Single(Unwise.Of("no-redundancy", plan)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    of: office-server\n", Severity.Error)]
    [InlineData("    of: far-server\n", Severity.Warning)]
    [InlineData("", Severity.Warning)]
    public void What_is_too_old_matters_more_where_a_mission_critical_system_runs_on_it(string of, Severity severity)
    {
        var old = Change.Apply("    count: 8\n    bought: 2023-03-01\n", "    count: 8\n    bought: 2020-03-01\n", ExamplePlans.Reference);
        Assert.Equal(severity, Assert.Single(Unwise.Of("past-lifetime", Change.Apply("    of: office-server\n", of, old))).Severity);
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
