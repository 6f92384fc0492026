using Holdfast.Sources;
using Xunit;

namespace Holdfast.Tests.Sources;

public class AnswerTests
{
    [Theory]
    [InlineData("1", "true", true)]
    [InlineData("0", "false", true)]
    [InlineData("true", "true", true)]
    [InlineData("0", "true", false)]
    [InlineData("2", "true", false)]
    [InlineData("null", "false", false)]
    [InlineData("3", "3", true)]
    [InlineData("3.0", "3", true)]
    [InlineData("true", "1", false)]
    [InlineData("open", "open", true)]
    [InlineData("Open", "open", false)]
    public void An_answer_is_right_when_it_means_what_was_expected(string answer, string expected, bool right) =>
        Assert.Equal(right, Answer.IsAsExpected(answer, expected));

    [Fact]
    public void Values_are_written_the_same_on_every_host()
    {
        Assert.Equal("1234.5", Answer.Write(1234.5m));
        Assert.Equal("false", Answer.Write(false));
        Assert.Equal("null", Answer.Write(DBNull.Value));
    }
}
