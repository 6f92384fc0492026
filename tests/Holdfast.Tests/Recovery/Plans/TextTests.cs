using Holdfast.Recovery.Plans.Sections;
using Xunit;

namespace Holdfast.Tests.Recovery.Plans;

public class TextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  \n\n")]
    [InlineData("# to be written\n")]
    [InlineData("---\n...\n")]
    [InlineData("~")]
    [InlineData("\uFEFF")]
    public void An_empty_plan_is_called_empty(string text) => Assert.Equal("1:1 empty-plan", Single(text));

    [Theory]
    [InlineData("hello", "1:1 wrong-type")]
    [InlineData("- a\n- b\n", "1:1 wrong-type")]
    [InlineData("organization:Harbor", "1:1 wrong-type")]
    [InlineData("{ [a]: b }", "1:3 wrong-type")]
    public void Text_that_is_no_plan_is_refused(string text, string place) => Assert.Contains(place, Problems(text));

    [Theory]
    [InlineData("a: \0", "1:4 not-text")]
    [InlineData("a: b\nc\u0001: d", "2:2 not-text")]
    [InlineData("a: \uFFFD", "1:4 not-text")]
    [InlineData("\u007FELF", "1:1 not-text")]
    public void A_file_that_is_no_text_is_refused(string text, string place) => Assert.Equal(place, Single(text));

    [Fact]
    public void Half_a_character_is_no_text() => Assert.Equal("2:4 not-text", Single("a: b\nc: \uD83D"));

    [Fact]
    public void Garbage_is_answered_with_one_problem() =>
        Assert.Equal("1:1 not-text", Single(System.Text.Encoding.UTF8.GetString([0x1F, 0x8B, 0x08, 0x00, 0xFF, 0xFE, 0x0A, 0x80])));

    [Theory]
    [InlineData('[')]
    [InlineData('a')]
    [InlineData('é')]
    [InlineData('\n')]
    public void A_file_of_ten_megabytes_is_refused_before_it_is_read(char filling) =>
        Assert.Equal("1:1 too-large", Single(new string(filling, 10 * 1024 * 1024)));

    [Theory]
    [InlineData("- a\n")]
    [InlineData("[")]
    [InlineData("a: &b [*b]\n")]
    [InlineData("{}}{{")]
    public void Nor_does_a_plan_kept_as_one_text_that_is_none_take_long(string filling)
    {
        var text = "# All files of a plan as one, written by Holdfast.\n" + string.Concat(Enumerable.Repeat(filling, 3_000_000 / filling.Length));
        Assert.NotEmpty(Problems(text));
    }

    [Fact]
    public void A_megabyte_is_read_and_one_byte_more_is_not()
    {
        var room = (1 << 20) - ExamplePlans.HarborDental.Length;
        Assert.Empty(Problems(ExamplePlans.HarborDental + "#" + new string('x', room - 1)));
        Assert.Equal("1:1 too-large", Single(ExamplePlans.HarborDental + "#" + new string('x', room)));
        Assert.Equal("1:1 too-large", Single(ExamplePlans.HarborDental + "#" + new string('x', room - 2) + "é"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("[{a: ")]
    [InlineData("? ")]
    public void Brackets_without_end_do_not_end_the_process(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 40_000));
        Assert.Equal("too-deep", Single(text).Split(' ')[1]);
    }

    [Fact]
    public void Sixty_four_levels_are_read_and_one_more_is_not()
    {
        string Nested(int depth) => $"{new string('[', depth)}{new string(']', depth)}";
        Assert.Equal("1:1 wrong-type", Single(Nested(64)));
        Assert.Equal("1:65 too-deep", Single(Nested(65)));
    }

    [Theory]
    [InlineData("exclude: [\"*.tmp\"]", "exclude: [§*.tmp]", "alias")]
    [InlineData("rto: 5 minutes", "rto: §&five 5 minutes", "alias")]
    [InlineData("    needs: [records]\n", "    needs: §&all [records]\n", "alias")]
    [InlineData("rto: 5 minutes", "rto: §!duration 5 minutes", "tag")]
    [InlineData("rto: 5 minutes", "rto: §!!str 5 minutes", "tag")]
    [InlineData("rto: 5 minutes", "rto: §!unknown!x 5 minutes", "tag")]
    public void What_YAML_can_do_and_a_plan_does_not_use_is_refused(string from, string to, string id) =>
        Assert.Contains("in quotes", Change.IsRefused(from, to, id, "which a plan does not use").Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData("---\n", "")]
    [InlineData("", "...\n")]
    public void A_plan_is_one_document_and_may_say_so(string before, string after)
    {
        Assert.Empty(Problems(before + ExamplePlans.HarborDental + after));
        Assert.Equal("2:1 many-documents", Single("a: b\n---\nc: d\n"));
    }

    [Theory]
    [InlineData("    rpo: 1 minute\n", "\trpo: 1 minute\n", "tabs", "with a tab")]
    [InlineData("rto: 5 minutes", "rto: 5: minutes", "not-yaml", "a colon here")]
    [InlineData("to: [vault] }", "to: [vault }", "not-yaml", "\"]\"")]
    [InlineData("to: [vault] }", "to: [vault]", "not-yaml", "\"}\"")]
    [InlineData("rto: 5 minutes", "rto: '5 minutes", "not-yaml", "")]
    [InlineData("rto: 5 minutes", "rto: \"\\q\"", "not-yaml", "a backslash")]
    [InlineData("rto: 5 minutes", "rto: @5", "not-yaml", "can't start with this")]
    [InlineData("    rpo: 1 minute\n", "   rpo: 1 minute\n", "not-yaml", "")]
    public void A_slip_in_YAML_is_told_in_plain_words(string from, string to, string id, string words)
    {
        var text = ExamplePlans.HarborDental.Replace(from, to, StringComparison.Ordinal);
        var problem = Assert.Single(PlanReader.Read(text, Change.File).Problems);
        Assert.Equal(id, problem.Id);
        Assert.InRange(problem.Line, 1, text.Count(c => c == '\n') + 1);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tab_is_reported_on_its_own_line() => Assert.Equal("3:1 tabs", Single("a:\n  b: c\n\td: e\n"));

    [Fact]
    public void A_plan_from_another_system_is_read_all_the_same()
    {
        var crlf = ExamplePlans.HarborDental.Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.Empty(Problems("\uFEFF" + crlf));
        Assert.Equal(["23:10 bad-duration"], Problems("\uFEFF" + crlf.Replace("rto: 5 minutes", "rto: 5", StringComparison.Ordinal)));
        Assert.Equal(["1:15 bad-name"], Problems("\uFEFF" + crlf.Replace("Harbor Dental", "a/b", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_message_repeats_can_not_move_the_cursor_or_fill_the_screen()
    {
        var problems = PlanReader.Read("\"\\e[2J\\a" + new string('x', 900) + "\": 1\n", Change.File).Problems;
        var unknown = Assert.Single(problems, p => p.Id == "unknown-key");
        Assert.DoesNotContain(unknown.Message, char.IsControl);
        Assert.InRange(unknown.Message.Length, 1, 200);
    }

    private static string[] Problems(string text) =>
        [.. PlanReader.Read(text, Change.File).Problems.Select(p => $"{p.Line}:{p.Column} {p.Id}")];

    private static string Single(string text) => Assert.Single(Problems(text));
}
