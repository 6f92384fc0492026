using Holdfast.Cli.Searching;
using Holdfast.Presentation;
using Xunit;

namespace Holdfast.Tests.Cli.Searching;

public sealed class NameWishTests
{
    [Theory]
    [InlineData("contract", "Contract 2025.docx", true)] // As a search on a desktop: a part is enough, whatever the case.
    [InlineData("MÜLLER", "Brief an müller.txt", true)]
    [InlineData("contract", "contrakt.docx", false)]
    [InlineData("*.DOCX", "Contract 2025.docx", true)]
    [InlineData("*.doc", "Contract 2025.docx", false)] // With a wildcard it is the whole name.
    [InlineData("scan?.pdf", "scan1.pdf", true)]
    [InlineData("scan?.pdf", "scan12.pdf", false)]
    [InlineData("odd [1]", "odd [1].txt", true)] // Brackets stand in many names and are no wildcards.
    [InlineData("*", "anything", true)]
    public void A_part_of_a_name_or_a_pattern_of_all_of_it_is_meant_whatever_the_case(string typed, string name, bool isMeant) =>
        Assert.Equal(isMeant, NameWish.Of(typed, isExact: false, matchCase: false).IsName(name));

    [Theory]
    [InlineData("a*.txt", "A*.TXT", true, false, true)]
    [InlineData("a*.txt", "ab.txt", true, false, false)]
    [InlineData("a*.txt", "A*.TXT", true, true, false)]
    [InlineData("a.txt", "a.txt", true, true, true)]
    [InlineData("txt", "a.txt", true, false, false)]
    [InlineData("TXT", "a.txt", false, true, false)]
    [InlineData("t?t", "a.Txt", false, true, false)]
    public void Exact_and_case_say_it_more_narrowly(string typed, string name, bool isExact, bool matchCase, bool isMeant) =>
        Assert.Equal(isMeant, NameWish.Of(typed, isExact, matchCase).IsName(name));

    [Theory]
    [InlineData("2025/contract", new[] { "srv", "letters", "2025" }, true)]
    [InlineData("/srv/letters/2025/contract.txt", new[] { "srv", "letters", "2025" }, true)]
    [InlineData("LETTERS/*/contract", new[] { "srv", "letters", "2025" }, true)]
    [InlineData("letters/contract", new[] { "srv", "letters", "2025" }, false)]
    [InlineData("25/contract", new[] { "2025" }, false)] // A folder is meant whole.
    [InlineData("a/b/contract", new[] { "b" }, false)]
    [InlineData("./contract", new[] { "b" }, true)]
    [InlineData("contract/", new string[0], true)]
    public void Folders_before_the_name_are_those_right_above_it(string typed, string[] folders, bool isMeant)
    {
        var wish = NameWish.Of(typed, isExact: false, matchCase: false);
        Assert.Equal(isMeant, wish.IsName("contract.txt") && wish.IsIn(folders));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData(".")]
    public void What_names_nothing_is_an_error(string typed) => Assert.Throws<UsageException>(() => NameWish.Of(typed, false, false));
}
