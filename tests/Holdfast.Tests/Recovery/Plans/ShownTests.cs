using Holdfast.Recovery.Plans.Reading;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class ShownTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "\"a\"")]
    [InlineData("a b", "\"a\" or \"b\"")]
    [InlineData("a b c d e", "\"a\", \"b\", \"c\", \"d\" or \"e\"")]
    [InlineData("a b c d e f", "\"a\", \"b\", \"c\", \"d\", \"e\" or 1 more")]
    [InlineData("a b c d e f g h", "\"a\", \"b\", \"c\", \"d\", \"e\" or 3 more")]
    public void Of_many_the_first_five_are_named(string names, string shown) =>
        Assert.Equal(shown, Shown.Some(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), "or"));
}
