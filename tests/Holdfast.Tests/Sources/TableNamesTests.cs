using Holdfast.Sources;
using Xunit;

namespace Holdfast.Tests.Sources;

public sealed class TableNamesTests
{
    [Theory]
    [InlineData("orders", "orders")]
    [InlineData("orders2", "orders2")]
    [InlineData("log_2026_03_01", "log_#")]
    [InlineData("log_20260301", "log_#")]
    [InlineData("log_2026-03", "log_#")]
    [InlineData("shop.public.events_p000123", "shop.public.events_p#")]
    public void Tables_that_differ_in_a_date_or_a_number_are_one(string table, string name) => Assert.Equal([name], TableNames.Of([table, table]));

    [Fact]
    public void Too_many_are_not_remembered()
    {
        Assert.Equal(500, TableNames.Of(Enumerable.Range(0, 500).Select(Name))!.Count);
        Assert.Null(TableNames.Of(Enumerable.Range(0, 501).Select(Name)));

        static string Name(int i) => $"t{(char)('a' + (i / 26 / 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i % 26))}";
    }
}
