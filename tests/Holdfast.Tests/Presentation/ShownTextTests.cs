using Holdfast.Presentation;
using Holdfast.Recovery.Readiness;
using Xunit;

namespace Holdfast.Tests.Presentation;

/// <summary>Others' text on a terminal is read, never obeyed.</summary>
public sealed class ShownTextTests
{
    [Theory]
    [InlineData("Dear A, it is 5 °C in Zürich: 日本", "Dear A, it is 5 °C in Zürich: 日本")]
    [InlineData("two\nlines\tand \"quotes\"", "two\nlines\tand \"quotes\"")]
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
        Assert.Equal(Paint.Of(Verdict.Good, shown), Paint.Keep(Paint.Of(Verdict.Good, text)));
    }
}
