using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Operations.Patterns;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Patterns;

/// <summary>What the rows say was seen with restic 0.18; a differential test in Interop compares many more.</summary>
public sealed class PathPatternsTests
{
    [Theory]
    [InlineData("foo", "/a/foo", true)]
    [InlineData("foo", "/a/foo/under/it", true)]
    [InlineData("foo", "/a/foobar", false)]
    [InlineData("a/foo", "/x/a/foo", true)]
    [InlineData("/a/foo", "/x/a/foo", false)]
    [InlineData("/a", "/a/foo", true)]
    [InlineData("/", "/a", true)]
    [InlineData("*.txt", "/a/b.txt", true)]
    [InlineData("*.txt", "/a/b.text", false)]
    [InlineData("/a/**/z", "/a/z", true)]
    [InlineData("/a/**/z", "/a/b/c/z/deeper", true)]
    [InlineData("/a/**/z", "/b/a/z", false)]
    [InlineData("a/**", "/a", true)]
    [InlineData("/**/a/**", "/x/a", false)]
    [InlineData("/**/a/**", "/x/a/b", true)]
    [InlineData("**", "/a", true)]
    [InlineData("/*/b", "/a/b", true)]
    [InlineData("/*/b", "/a/x/b", false)]
    [InlineData("a//b/", "/a/b", true)]
    [InlineData("./a", "/a", true)]
    [InlineData("/x/../a", "/a", true)]
    [InlineData("[a-c]?", "/bz", true)]
    [InlineData("[^a-c]?", "/bz", false)]
    [InlineData("?", "/ü", true)]
    [InlineData("??", "/ü", false)]
    [InlineData(@"\*", "/*", true)]
    [InlineData(@"\*", "/a", false)]
    [InlineData(@"[\]]", "/]", true)]
    [InlineData("*a*b*c", "/xxaxxbxxc", true)]
    [InlineData("*a*b*c", "/xxaxxbxxcd", false)]
    [InlineData("Foo", "/foo", false)]
    public void A_pattern_matches_as_in_restic(string pattern, string path, bool matches) =>
        Assert.Equal(matches, Patterns(pattern).Matches(Names(path)));

    [Fact]
    public void A_byte_that_is_no_text_counts_as_one_character() => Assert.True(Patterns("?x").Matches([[0xff, (byte)'x']]));

    [Fact]
    public void A_later_pattern_takes_back_what_an_earlier_one_matched()
    {
        var patterns = Patterns("*.txt", "!keep.txt", "!/a/*/x.txt");
        Assert.True(patterns.Matches(Names("/a/b.txt")));
        Assert.False(patterns.Matches(Names("/a/keep.txt")));
        Assert.False(patterns.Matches(Names("/a/b/x.txt")));
    }

    [Fact]
    public void Without_regard_to_case_only_the_case_does_not_count()
    {
        var patterns = new PathPatterns(["/A/ÄB*"], ignoreCase: true, "--iexclude");
        Assert.True(patterns.Matches(Names("/a/äBc")));
        Assert.False(patterns.Matches(Names("/a/ab")));
    }

    [Theory]
    [InlineData("/a/b/c", "/a", true)]
    [InlineData("/a/b/c", "/b", false)]
    [InlineData("/a/**/c", "/a/x/y", true)]
    [InlineData("/a/**/c", "/b/x/y", false)]
    [InlineData("c", "/anything", true)]
    public void Only_folders_that_may_hold_a_match_are_looked_into(string pattern, string folder, bool mayMatch) =>
        Assert.Equal(mayMatch, Patterns(pattern).Find(Names(folder)).MayMatchUnder);

    [Theory]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[a")]
    [InlineData("[a-]")]
    [InlineData("[-a]")]
    [InlineData("a/x[")]
    [InlineData("a\\")]
    public void What_is_no_pattern_is_refused_and_named(string pattern)
    {
        var error = Assert.Throws<RepositoryException>(() => Patterns("good", pattern));
        Assert.Contains(pattern, error.Message, StringComparison.Ordinal);
        Assert.Contains("--exclude", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_against_which_guessing_is_slow_is_still_quick() =>
        Assert.False(Patterns(string.Concat(Enumerable.Repeat("*a", 50)) + "b").Matches([Encoding.UTF8.GetBytes(new string('a', 250))]));

    [Fact]
    public void A_file_of_patterns_has_comments_empty_lines_and_variables()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "# a comment\n\n  *.tmp  \n$HOLDFAST_NOT_SET/x\ncost$$5\n${HOME}/y\r\n");
            Assert.Equal(["*.tmp", "/x", "cost$5", Environment.GetEnvironmentVariable("HOME") + "/y"], PatternFile.Read(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static PathPatterns Patterns(params string[] patterns) => new(patterns, ignoreCase: false, "--exclude");

    private static byte[][] Names(string path) => [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];
}
