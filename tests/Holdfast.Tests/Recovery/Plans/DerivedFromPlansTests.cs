using System.Collections.Immutable;
using Holdfast.Recovery.Plans;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

/// <summary>What follows from a plan, whoever asks.</summary>
public class DerivedFromPlansTests
{
    private static readonly Plan Harbor = ExamplePlans.Read(ExamplePlans.HarborDental);
    private static readonly Plan Reference = ExamplePlans.Read(ExamplePlans.Reference);

    [Fact]
    public void Systems_are_in_an_order_in_which_each_comes_after_what_it_needs()
    {
        ImmutableArray<ProtectedSystem> reversed = [.. Harbor.Systems.Reverse()];
        Assert.Equal(["documents", "billing", "records", "booking"], NeedsOrder.Of(Harbor with { Systems = reversed }).Select(s => s.Name));
    }

    [Fact]
    public void A_chain_of_needs_may_be_as_long_as_the_plan()
    {
        ImmutableArray<ProtectedSystem> chain =
            [.. Enumerable.Range(0, 20_000).Select(i => Harbor.Systems[0] with { Name = $"{i}", Needs = i < 19_999 ? [$"{i + 1}"] : [] })];
        Assert.Equal("19999", NeedsOrder.Of(Harbor with { Systems = chain })[0].Name);
    }

    [Fact]
    public void A_system_is_promised_back_with_the_slowest_that_it_needs()
    {
        var promised = PromisedReturn.Of(Reference);
        Assert.Equal((TimeSpan.FromMinutes(35), "records"), (promised["booking"].After, promised["booking"].Slowest.Name));
        Assert.Equal((TimeSpan.FromHours(4.5), "telephones"), (promised["telephones"].After, promised["telephones"].Slowest.Name));
    }

    [Theory]
    [InlineData("restores: 200 MB/s", "restores: 200 MB/s", "vault 1.6 Gbit/s host colo-server")]
    [InlineData("    restores: 200 MB/s\n", "", "none")]
    [InlineData("site: colo, key: env:SHELF_KEY", "site: office, key: env:SHELF_KEY", "vault 1.6 Gbit/s host colo-server")]
    [InlineData("vault: { at: ../colo/vault, site: colo", "vault: { at: ../colo/vault, site: office", "shelf 800 Mbit/s repository shelf")]
    public void Data_arrive_no_faster_than_the_slowest_part_of_the_best_way(string from, string to, string expected)
    {
        var plan = ExamplePlans.Read(Change.Apply(from, to, ExamplePlans.Reference));
        var floor = TransferFloor.Of(PlanIndex.Of(plan), plan.SystemNamed("records"));
        Assert.Equal(expected, floor is null ? "none" : $"{floor.From} {floor.Rate} {floor.By}");
    }

    [Fact]
    public void A_copy_at_a_third_site_comes_over_its_link()
    {
        var text = ExamplePlans.Reference.Replace("sites:\n", "sites:\n  attic: { fails with: [building attic] }\n", StringComparison.Ordinal)
            .Replace("links:\n", "links:\n  attic - colo: { bandwidth: 60 Mbit/s }\n", StringComparison.Ordinal)
            .Replace("../colo/vault, site: colo", "../colo/vault, site: attic", StringComparison.Ordinal)
            .Replace("to: [nas, vault, shelf]", "to: [nas, vault]", StringComparison.Ordinal);
        var plan = ExamplePlans.Read(text);
        var floor = TransferFloor.Of(PlanIndex.Of(plan), plan.SystemNamed("records"))!;
        Assert.Equal(("60 Mbit/s", "link attic - colo"), (floor.Rate.ToString(), floor.By));
        Assert.Equal(11.1, floor.Rate.For(new(300_000_000_000)).TotalHours, 0.05);
    }

    [Theory]
    [InlineData("nas/key", "nas", true)]
    [InlineData("../kit/key", "../kit/", true)]
    [InlineData("nas/../key", "nas", false)]
    [InlineData("nas.key", "nas", false)]
    [InlineData("/etc/key", "/etc", true)]
    public void A_path_stands_in_a_folder_or_it_does_not(string file, string folder, bool isIn) => Assert.Equal(isIn, PlanPath.IsIn(file, folder));
}
