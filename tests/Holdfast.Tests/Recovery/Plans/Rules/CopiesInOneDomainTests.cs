using Xunit;

namespace Holdfast.Tests.Recovery.Plans.Rules;

public class CopiesInOneDomainTests
{
    [Fact]
    public void At_least_one_copy_survives_what_takes_the_system()
    {
        const string ToBoth = "every: 5 seconds, to: [nas, vault]";
        var findings = Unwise.In(Change.Apply(ToBoth, "every: 5 seconds, to: [nas]"));
        var apart = findings.Single(f => f.Id == "copies-in-one-domain");
        Assert.Equal((27, 63), (apart.Where.Line, apart.Where.Column));
        Assert.Contains("\"nas\" is lost with \"building office\"", apart.Message, StringComparison.Ordinal);
        Unwise.IsFine(ToBoth, "every: 5 seconds, to: [vault]", "copies-in-one-domain");
    }

    [Fact]
    public void Copies_at_two_sites_on_one_power_line_are_one_copy()
    {
        // The vault holds the only copy of the documents, so those are what the shared line would take.
        var text = ExamplePlans.HarborDental.Replace("provider northstar", "power office", StringComparison.Ordinal);
        var shared = Unwise.In(text).Where(f => f.Id == "copies-in-one-domain").ToList();
        Assert.Equal(4, shared.Count);
        Assert.Contains("\"nas\" is lost with \"building office\"; \"vault\" is lost with \"power office\"", shared[0].Message, StringComparison.Ordinal);
    }
}
