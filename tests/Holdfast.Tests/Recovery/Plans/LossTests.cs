using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Values;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class LossTests
{
    private static readonly Plan Plan = ExamplePlans.Read(ExamplePlans.HarborDental);

    [Fact]
    public void A_fire_takes_the_building_with_all_that_stands_in_it()
    {
        var loss = Loss.Of(Plan, new("fire", [new("building", "office")]));
        Assert.Equal(Plan.Systems.Length, loss.Systems.Length);
        Assert.Equal(["vault"], loss.Repositories.Select(r => r.Name));
        Assert.Empty(loss.Unrecoverable);
    }

    [Fact]
    public void When_both_sites_go_nothing_can_be_recovered_and_the_reason_is_given()
    {
        var loss = Loss.Of(Plan, new("war", [new("building", "office"), new("building", "colo")]));
        Assert.Equal(Plan.Systems.Length, loss.Unrecoverable.Count);
        Assert.Contains("colo-server", loss.Unrecoverable["records"], StringComparison.Ordinal);
    }

    [Fact]
    public void Losing_the_recovery_site_takes_no_system_but_a_copy()
    {
        var loss = Loss.Of(Plan, new("bankruptcy", [new("provider", "northstar")]));
        Assert.Empty(loss.Systems);
        Assert.Equal(["nas"], loss.Repositories.Select(r => r.Name));
    }

    [Fact]
    public void A_thing_with_two_spaces_in_its_name_is_lost_by_that_name()
    {
        var plan = ExamplePlans.Read(ExamplePlans.Reference.Replace("office-server", "office  server", StringComparison.Ordinal)
            .Replace("loses: [building office]", "loses: [host office  server]", StringComparison.Ordinal));
        Assert.Contains(plan.Scenarios, s => s.Things.Any(t => t.Name == "office  server"));
    }

    [Theory]
    [InlineData("host office-server", "records booking billing documents telephones", "vault shelf")]
    [InlineData("host colo-server", "", "nas vault shelf")]
    [InlineData("site office", "records booking billing documents telephones", "vault shelf")]
    [InlineData("repository vault", "", "nas shelf")]
    [InlineData("credentials office-domain", "records booking billing documents telephones", "vault shelf")]
    [InlineData("rack office", "", "vault shelf")]
    [InlineData("link office - colo", "", "nas vault shelf")]
    [InlineData("data records", "records", "nas vault shelf")]
    public void A_single_thing_takes_what_depends_on_it(string lost, string systems, string repositories)
    {
        var plan = Change.IsAcceptedInReference("loses: [building office]", $"loses: [{lost}]");
        var loss = Loss.Of(plan, plan.Scenarios[0]);
        Assert.Equal(systems, string.Join(' ', loss.Systems.Select(s => s.Name)));
        Assert.Equal(repositories, string.Join(' ', loss.Repositories.Select(r => r.Name)));
    }

    [Fact]
    public void People_services_and_links_are_lost_too()
    {
        var plan = Change.IsAcceptedInReference("loses: [building office]", "loses: [person maria, service payment gateway, link office - colo]");
        var loss = Loss.Of(plan, plan.Scenarios[0]);
        Assert.Equal(("maria", "payment gateway", "office - colo"), (loss.People.Single().Name, loss.Services.Single().Name, loss.Links.Single().Name));
        Assert.Equal(["office - colo"], Loss.Of(plan, new("dig", [new("cable", "pier road")])).Links.Select(l => l.Name));
    }

    [Theory]
    [InlineData("loses: [building office]", "loses: [host §srv1]", "unknown-host")]
    [InlineData("loses: [building office]", "loses: [§person tom]", "unknown-person")]
    [InlineData("loses: [building office]", "loses: [§service phone]", "unknown-service")]
    [InlineData("loses: [building office]", "loses: [§link colo - office]", "unknown-link")]
    [InlineData("loses: [building office]", "loses: [§data nothing]", "unknown-system")]
    [InlineData("loses: [building office]", "loses: [§meteor strike]", "unknown-domain")]
    public void What_the_plan_does_not_have_can_not_be_lost(string from, string to, string id) =>
        Change.IsRefusedInReference(from, to.Replace("host §srv1", "§host srv1", StringComparison.Ordinal), id, "");

    [Fact]
    public void Deleted_data_take_the_standby_and_neither_the_machine_nor_a_copy()
    {
        var replicaOnly = Change.Apply("    protect: nothing\n    because: the provider keeps the settings\n", "    standby: warm\n", ExamplePlans.Reference);
        var plan = ExamplePlans.Read(Change.Apply("loses: [building office]", "loses: [data records, data telephones]", replicaOnly));
        var loss = Loss.Of(plan, plan.Scenarios[0]);
        Assert.Empty(loss.Hosts);
        Assert.Equal(["records", "telephones"], loss.Systems.Select(s => s.Name));
        Assert.Equal("its data are lost, and nothing of it is protected", loss.Unrecoverable["telephones"]);
        Assert.Equal(["telephones"], loss.Unrecoverable.Keys);
    }

    [Fact]
    public void A_failure_domain_comes_before_a_thing_of_the_same_two_words()
    {
        var plan = Change.IsAccepted("loses: [building office]", "loses: [building office]");
        Assert.Equal([new FailureDomain("building", "office")], plan.Scenarios[0].Loses);
        var odd = ExamplePlans.HarborDental.Replace("provider northstar]", "site office]", StringComparison.Ordinal).Replace("loses: [power office]", "loses: [site office]", StringComparison.Ordinal);
        var loss = Loss.Of(ExamplePlans.Read(odd), ExamplePlans.Read(odd).Scenarios[1]);
        Assert.Equal(["colo"], loss.Sites.Select(s => s.Name));
    }

    [Fact]
    public void A_system_without_a_place_or_steps_or_the_people_who_can_is_unrecoverable_and_so_is_what_needs_it()
    {
        var plan = Change.IsAcceptedInReference("loses: [building office]", "loses: [building office, person maria, person sam]");
        Assert.Equal("everyone who holds recovery lead is lost too", Loss.Of(plan, plan.Scenarios[0]).Unrecoverable["booking"]);

        var needed = Change.IsAcceptedInReference("needed to recover: false", "needed to recover: true");
        var acme = Loss.Of(needed, new("both", [new("building", "office"), new("provider", "acme-pay")]));
        Assert.Equal("payment gateway, which is needed to recover it, is lost too", acme.Unrecoverable["booking"]);

        const string Records = "    recovers on: colo-server\n    protect: { sqlite";
        var nowhere = Change.IsAccepted(Records, "    protect: { sqlite");
        var fire = Loss.Of(nowhere, nowhere.Scenarios[0]);
        Assert.Equal("the plan has no host to recover it on", fire.Unrecoverable["records"]);
        Assert.Equal("it needs records, which cannot be recovered", fire.Unrecoverable["booking"]);
        Assert.Equal(["billing", "documents"], fire.Recoverable.Select(s => s.Name));
    }

    [Theory]
    [InlineData("do: Open three", "do: Open three", "nobody is left for its step task 1, which is for front desk")]
    [InlineData("takes: 10 minutes }", "takes: 10 minutes }\n        on failure: continue", null)]
    [InlineData("who: front desk", "who: sam", "nobody is left for its step task 1, which is for sam")]
    [InlineData("person maria, person sam", "person maria", null)]
    [InlineData("- task: { who: front desk, do: Open three folders and look at the newest scan., takes: 10 minutes }", "- approval: { by: front desk, of: 2 }", "nobody is left for its step approval 1, which is for front desk")]
    public void A_step_for_which_nobody_is_left_keeps_its_system_from_coming_back(string from, string to, string? reason)
    {
        var lost = Change.Apply("loses: [building office]", "loses: [building office, person maria, person sam]", ExamplePlans.Reference);
        var plan = ExamplePlans.Read(Change.Apply(from, to, lost));
        Assert.Equal(reason, Loss.Of(plan, plan.Scenarios[0]).Unrecoverable.GetValueOrDefault("documents"));
    }

    [Fact]
    public void An_approval_needs_as_many_as_it_needs()
    {
        var plan = ExamplePlans.Read(Change.Apply("of: 1, within", "of: 2, within", Change.Apply("loses: [building office]", "loses: [building office, person sam]", ExamplePlans.Reference)));
        Assert.Equal("its step approval 1 needs 2 of recovery lead, and 1 is left", Loss.Of(plan, plan.Scenarios[0]).Unrecoverable["booking"]);
    }

    [Fact]
    public void People_are_lost_with_what_makes_them_unreachable()
    {
        var plan = ExamplePlans.Read(ExamplePlans.Reference.Replace("note: has the key of the safe }", "fails with: [building office] }", StringComparison.Ordinal)
            .Replace("[town northport]", "[building office]", StringComparison.Ordinal));
        var fire = Loss.Of(plan, plan.Scenarios[0]);
        Assert.Equal(["maria", "sam"], fire.People.Select(p => p.Name));
        Assert.Equal("everyone who holds recovery lead is lost too", fire.Unrecoverable["booking"]);
        Assert.Equal("everyone who holds recovery lead is lost too", SingleFatalLosses.Of(plan)["booking"]["building office"]);
    }

    [Fact]
    public void Every_single_loss_is_a_scenario_without_being_written()
    {
        var plan = ExamplePlans.Read(ExamplePlans.Reference);
        var losses = SingleLosses.Of(plan);
        Assert.Contains(losses, s => s.Name == "loss of building office");
        Assert.Contains(losses, s => s.Name == "loss of cable pier road");
        Assert.Contains(losses, s => s.Name == "loss of host colo-server");
        Assert.Contains(losses, s => s.Name == "loss of link office - colo");
        Assert.Contains(losses, s => s.Name == "loss of person sam");
        Assert.Equal(losses.Length, losses.Select(s => s.Name).Distinct().Count());
        Assert.All(losses, s => Assert.NotNull(Loss.Of(plan, s)));
    }

    /// <summary>Two ways to one answer: one loss looked at whole, and all losses of a system looked at once.</summary>
    [Fact]
    public void What_a_single_loss_takes_for_good_is_the_same_whichever_way_it_is_asked()
    {
        var replicaOnly = Change.Apply("    protect: nothing\n    because: the provider keeps the settings\n", "    standby: warm\n", ExamplePlans.Reference);
        var allInTheBuilding = ExamplePlans.Reference.Replace("note: has the key of the safe }", "fails with: [building office] }", StringComparison.Ordinal)
            .Replace("[town northport]", "[town northport, building office]", StringComparison.Ordinal);
        var cableInTheBuilding = ExamplePlans.Reference.Replace("[cable pier road]", "[building office]", StringComparison.Ordinal)
            .Replace("on: office-server, key", "on: far-server, key", StringComparison.Ordinal).Replace("at: ../colo/vault, site: colo", "at: ../colo/vault, site: office", StringComparison.Ordinal);
        var twoApprove = allInTheBuilding.Replace("of: 1, within", "of: 2, within", StringComparison.Ordinal).Replace("    needs people: [recovery lead]\n", "", StringComparison.Ordinal);
        foreach (var plan in new[] { ExamplePlans.Reference, ExamplePlans.HarborDental, replicaOnly, allInTheBuilding, cableInTheBuilding, twoApprove }.Select(ExamplePlans.Read))
        {
            var fatal = SingleFatalLosses.Of(plan);
            foreach (var loss in SingleLosses.Of(plan).Select(s => Loss.Of(plan, s)))
            {
                var name = loss.Scenario.Name["loss of ".Length..];
                var asked = fatal.Where(f => f.Value.ContainsKey(name)).ToDictionary(f => f.Key, f => f.Value[name]);
                Assert.Equal(loss.Unrecoverable.OrderBy(u => u.Key, StringComparer.Ordinal), asked.OrderBy(u => u.Key, StringComparer.Ordinal));
            }
        }
    }
}
