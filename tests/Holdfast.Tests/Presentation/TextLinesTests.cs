using Holdfast.Presentation;
using Xunit;

namespace Holdfast.Tests.Presentation;

public sealed class TextLinesTests
{
    [Fact]
    public void A_sentence_is_cut_between_words_and_a_long_word_stays_whole()
    {
        var lines = TextLines.Of($"{string.Join(' ', Enumerable.Repeat("word", 40))} {new string('x', 100)} end", "  ").ToArray();
        Assert.All(lines.Where(l => !l.Contains('x')), l => Assert.InRange(l.Length, 3, 80));
        Assert.Contains("  " + new string('x', 100), lines);
        Assert.Equal("  end", lines[^1]);
    }

    [Fact]
    public void A_command_has_a_line_of_its_own_so_that_it_can_be_pasted()
    {
        var command = $"holdfast restore letters '{new string('a', 50)} {new string('b', 50)}'";
        Assert.Equal(["To have it back:", "  " + command], TextLines.WithCommand("To have it back: " + command));
        Assert.Equal(["Nothing to type."], TextLines.WithCommand("Nothing to type."));
    }
}
