using Holdfast.Presentation;
using Xunit;

namespace Holdfast.Tests.Presentation;

/// <summary>Others' text on a terminal is read, never obeyed.</summary>
public sealed class ShownTextTests
{
    [Theory]
    [InlineData("Dear A, it is 5 °C in Zürich: 日本", "Dear A, it is 5 °C in Zürich: 日本")]
    [InlineData("a tab\tand \"quotes\"", "a tab\tand \"quotes\"")]
    [InlineData("two\nlines", "two\\nlines")]
    [InlineData("a\u2028b\u0085c", "a\\u2028b\\u0085c")]
    [InlineData("a\u001b]0;title\u0007b", "a\\x1b]0;title\\x07b")]
    [InlineData("a\u001b[2Jb", "a\\x1b[2Jb")]
    [InlineData("good\rbad", "good\\rbad")]
    [InlineData("live\u202egnp.exe", "live\\u202egnp.exe")]
    [InlineData("va\u200bult", "va\\u200bult")]
    [InlineData("a\u009bb", "a\\u009bb")]
    public void What_a_terminal_would_obey_or_hide_is_shown_as_an_escape(string text, string shown)
    {
        Assert.Equal(shown, TerminalText.Shown(text));
        Assert.Equal(shown, Paint.Keep(text));
        Assert.Equal($"\e[32m{shown}\e[0m", Paint.Keep(Paint.Marked("32", text, colours: true)));
        Assert.Equal($"\e[31m\e[1m{shown}\e[0m\e[0m", Paint.Keep(Paint.Marked("31", Paint.Marked("1", text, colours: true), colours: true)));
    }

    [Theory]
    [InlineData("\e[32mgood\e[0m")]
    [InlineData("\e[1mAnswer yes\e[0m")]
    public void Our_own_colours_in_others_text_are_not_taken_for_ours(string text) => Assert.DoesNotContain('\e', Paint.Keep(text));
}
