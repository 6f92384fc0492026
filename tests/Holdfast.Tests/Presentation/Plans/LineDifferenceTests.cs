using Holdfast.Presentation.Plans.Compared;
using Xunit;

namespace Holdfast.Tests.Presentation.Plans;

public sealed class LineDifferenceTests
{
    [Fact]
    public void Lines_that_are_gone_and_lines_that_are_new_are_shown_each_as_often_as_it_counts() =>
        Assert.Equal(["- run: true", "+ run: sh", "+ b"], LineDifference.Between("a\nrun: true\nb\n", "a\nrun: sh\nb\nb\n"));

    [Fact]
    public void Lines_that_only_moved_are_not_passed_over() => Assert.Equal(["- a", "+ a"], LineDifference.Between("a\nb\n", "b\na\n"));

    [Fact]
    public void A_change_cannot_be_hidden_by_many() =>
        Assert.Equal("+ evil", LineDifference.Between("a", string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i}\n")) + "evil")[^1]);
}
