using Holdfast.Restic.Operations.Backups;
using Xunit;

namespace Holdfast.Tests.Restic.Operations.Backups;

public class ExcludePatternsTests
{
    [Theory]
    [InlineData("*.tmp", "/a/b/x.tmp", true)]
    [InlineData("*.tmp", "/a/b/x.tmp.txt", false)]
    [InlineData("cache", "/a/cache", true)]
    [InlineData("cache", "/a/cached", false)]
    [InlineData("a/cache", "/x/a/cache", true)]
    [InlineData("a/cache", "/a/b/cache", false)]
    [InlineData("/a/cache", "/x/a/cache", false)]
    [InlineData("/a/cache", "/a/cache", true)]
    [InlineData("/a/**/old", "/a/b/c/old", true)]
    [InlineData("/a/**/old", "/a/old", true)]
    [InlineData("/a/**/old", "/b/old", false)]
    [InlineData("file[0-9]?", "/file7x", true)]
    [InlineData("file[^0-9]", "/file7", false)]
    [InlineData("what\\?", "/what?", true)]
    [InlineData("what\\?", "/whatx", false)]
    [InlineData("cache/", "/a/cache", true)]
    [InlineData("", "/a", false)]
    public void A_pattern_matches_as_it_does_in_restic(string pattern, string path, bool excluded) =>
        Assert.Equal(excluded, new ExcludePatterns([pattern]).IsExcluded(path.Split('/', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void What_is_taken_back_is_kept() =>
        Assert.False(new ExcludePatterns(["*.log", "!keep.log"]).IsExcluded(["a", "keep.log"]));
}
