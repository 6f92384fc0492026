using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public sealed class NestedSystemsTests
{
    private const string Documents = "protect: { files: documents,";

    [Theory]
    [InlineData("files: data", "records", "documents")]
    [InlineData("files: data/../data/records.db", "records", "documents")]
    [InlineData("files: .", "documents", "records")]
    public void Data_in_anothers_folder_is_an_error_of_the_plan(string files, string one, string other)
    {
        var found = Unwise.Of("nested-systems", Change.Apply(Documents, $"protect: {{ {files},"));

        Assert.Contains(found, f => f.Message.Contains($"\"{one}\"", StringComparison.Ordinal) && f.Message.Contains($"\"{other}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("files: data, exclude: [\"records.db*\"]")]
    [InlineData("files: data, exclude: [records.db]")]
    [InlineData("files: ., exclude: [booking, cluster, data/records.*]")]
    [InlineData("files: ., exclude: [data, booking, cluster]")]
    [InlineData("files: data, exclude: [/documents/records.db]")]
    [InlineData("files: data-of-others")]
    [InlineData("files: dat")]
    [InlineData("files: \"da{{ta\"")] // A brace that is meant.
    public void What_the_outer_system_leaves_out_is_fine(string files) => Assert.Empty(Unwise.Of("nested-systems", Change.Apply(Documents, $"protect: {{ {files},")));

    [Theory]
    [InlineData("files: data, exclude: [\"*.tmp\"]")]
    [InlineData("files: ., exclude: [booking, data/other]")]
    [InlineData("files: ., exclude: [booking, /data]")]
    public void What_it_does_not_leave_out_is_not(string files) => Assert.NotEmpty(Unwise.Of("nested-systems", Change.Apply(Documents, $"protect: {{ {files},")));

    [Fact]
    public void Two_systems_that_meet_only_where_they_recover_are_found()
    {
        var plan = PlanReader.Read("""
            organization: Two Offices
            sites: { east: { fails with: [building east] }, west: { fails with: [building west] }, colo: { fails with: [building colo] } }
            hosts:
              east-server: { site: east, folder: east }
              west-server: { site: west, folder: west }
              colo-server: { site: colo, folder: colo }
            repositories: { vault: { at: vault, site: colo, key: "env:VAULT" } }
            systems:
              east-files: { rto: 1 hour, rpo: 1 hour, runs on: east-server, recovers on: colo-server, protect: { files: files, every: 1 hour, to: [vault] } }
              west-files: { rto: 1 hour, rpo: 1 hour, runs on: west-server, recovers on: colo-server, protect: { files: files, every: 1 hour, to: [vault] } }
            """, "holdfast.yaml").Plan!;

        var nested = Assert.Single(NestedData.In(plan, "/plan"));

        Assert.Equal(("colo-server", "", false), (nested.Host.Name, nested.Beneath, nested.IsExcluded));
    }

    [Theory]
    [InlineData("/srv/shop/shop.db", true)]
    [InlineData("/srv/shop/*.db", true)]
    [InlineData("/srv/shop", false)]
    [InlineData("/srv/other/shop.db", false)]
    public void A_pattern_from_the_root_counts_where_the_plan_says_where_the_folder_is(string pattern, bool isExcluded)
    {
        var plan = PlanReader.Read($$"""
            organization: One Office
            sites: { east: { fails with: [building east] }, colo: { fails with: [building colo] } }
            hosts: { east-server: { site: east, folder: / }, colo-server: { site: colo, folder: /srv/recovered } }
            repositories: { vault: { at: vault, site: colo, key: "env:VAULT" } }
            systems:
              shop: { rto: 1 hour, rpo: 1 hour, runs on: east-server, recovers on: colo-server, protect: { files: srv/shop, exclude: ["{{pattern}}"], every: 1 hour, to: [vault] } }
              orders: { rto: 1 hour, rpo: 1 hour, runs on: east-server, recovers on: colo-server, protect: { sqlite: srv/shop/shop.db, every: 1 hour, to: [vault] } }
            """, "holdfast.yaml").Plan!;

        Assert.Equal([("east-server", isExcluded), ("colo-server", isExcluded)], NestedData.In(plan, "/plan").Select(n => (n.Host.Name, n.IsExcluded)));
    }
}
