using Xunit;
using static Holdfast.Tests.Recovery.Runs.FewSteps;

namespace Holdfast.Tests.Recovery.Runs;

public class RecoveryGraphTests
{
    [Fact]
    public void Systems_that_need_each_other_are_refused_and_not_left_out()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => GraphOf([SystemOf("a", ["b"], Machine("1")), SystemOf("b", ["a"], Machine("1")), SystemOf("c", [], Machine("1"))]));
        Assert.StartsWith("The plan has a cycle of needs", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_need_stands_before_them_whatever_the_order_of_the_plan()
    {
        var graph = GraphOf([SystemOf("a", ["b", "c"], Machine("1")), SystemOf("b", ["c"], Machine("1")), SystemOf("c", [], Machine("1"))]);
        Assert.Equal(["c", "b", "a"], graph.Systems.Select(s => s.Name));
    }
}
