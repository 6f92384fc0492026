using Holdfast.Execution.Journals;
using Holdfast.Recovery.Runs;
using Xunit;

namespace Holdfast.Tests.Execution.Executors;

public class RunNameTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 23, 15, 0, TimeSpan.Zero);

    [Fact]
    public void Two_runs_of_one_second_have_two_names_that_sort_by_time()
    {
        var names = Enumerable.Range(0, 50).Select(_ => RunName.Of(RunKind.Failover, Noon)).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.StartsWith("20261129T231500Z-failover-", name, StringComparison.Ordinal));
        Assert.All(names, name => Assert.True(string.CompareOrdinal(name, RunName.Of(RunKind.Failover, Noon.AddSeconds(1))) < 0));
    }

    [Theory]
    [InlineData("20261129T231500Z-failover", true)]
    [InlineData("20261129T231500Z-failover-k3f9", true)]
    [InlineData("20261129T231500Z-drill-k3f9", false)]
    [InlineData("20261129T231500Z-protect-k3f9", false)]
    [InlineData("failover", false)]
    [InlineData("a failover", false)]
    public void A_failover_is_told_by_its_name(string name, bool isFailover) => Assert.Equal(isFailover, RunName.IsFailover(name));
}
