using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Operations.Checks;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Checks;

public class PackSubsetTests
{
    private static readonly List<(PackId Id, long Size)> Packs =
        [.. Enumerable.Range(0, 200).Select(i => (PackId.Of(BitConverter.GetBytes(i)), 1000L))];

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1/257")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    [InlineData("-1/2")]
    [InlineData("0%")]
    [InlineData("100.1%")]
    [InlineData("-5%")]
    [InlineData("NaN%")]
    [InlineData("%")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.5M")]
    [InlineData("M")]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("99999999999999999999")]
    [InlineData("9999999999T")]
    public void What_is_no_subset_is_refused(string text) =>
        Assert.Equal(RepositoryFault.Request, Assert.Throws<RepositoryException>(() => PackSubset.Parse(text)).Fault);

    [Fact]
    public void All_groups_together_are_all_packs_once()
    {
        var chosen = Enumerable.Range(1, 7).SelectMany(n => Choose($"{n}/7")).ToList();
        Assert.Equal(Packs.Count, chosen.Count);
        Assert.Equal(Packs.Count, chosen.Distinct().Count());

        // restic's groups, so that the two can take turns: the first byte of the name, modulo t, is n - 1.
        Assert.All(Choose("2/7"), p => Assert.Equal(1, Convert.ToInt32(p.ToString()[..2], 16) % 7));
    }

    [Theory]
    [InlineData("10%", 20)]
    [InlineData("2.5%", 5)]
    [InlineData("0.001%", 1)]
    [InlineData("100%", 200)]
    [InlineData("2500", 3)]
    [InlineData("2k", 3)]
    [InlineData("4K", 5)]
    [InlineData("1T", 200)]
    public void A_share_or_a_size_is_that_many_packs_and_at_least_one(string text, int count) => Assert.Equal(count, Choose(text).Count);

    [Fact]
    public void The_seed_decides_which_packs_are_chosen_whatever_order_they_are_listed_in()
    {
        var subset = PackSubset.Parse("10%");
        var chosen = subset.ChooseFrom(Packs, new(7));
        Assert.Equal(chosen, subset.ChooseFrom(Packs.AsEnumerable().Reverse(), new(7)));
        Assert.NotEqual(chosen, subset.ChooseFrom(Packs, new(8)));
    }

    private static List<PackId> Choose(string text) => PackSubset.Parse(text).ChooseFrom(Packs, new(1));
}
