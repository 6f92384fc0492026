using System.Text;
using System.Xml.Linq;
using Holdfast.Presentation.Pictures;
using Xunit;

namespace Holdfast.Tests.Presentation.Pictures;

public class TextFitTests
{
    private static readonly Lettering Letters = new(13, Bold: true);

    [Theory]
    [InlineData("records")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW")]
    [InlineData("a name that is a good deal longer than any box is wide")]
    [InlineData("قاعدة بيانات السجلات والمواعيد والفواتير")]
    [InlineData("記録と予約と請求書のデータベース、そして書類")]
    [InlineData("👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️")]
    public void What_is_cut_fits_and_is_whole_characters(string text)
    {
        foreach (var width in Enumerable.Range(2, 40).Select(w => w * 10.0))
        {
            var cut = TextFit.Cut(text, Letters, width);
            Assert.True(TextFit.Width(cut, Letters) <= width, cut);
            Assert.True(cut == text || cut.EndsWith('…'));
            Assert.DoesNotContain(Rune.ReplacementChar, cut.EnumerateRunes());
            Assert.StartsWith(cut.TrimEnd('…'), text, StringComparison.Ordinal);
            Assert.False(cut.TrimEnd('…').EndsWith('\u200d'), "half an emoji");
        }
    }

    [Fact]
    public void Lines_are_broken_between_words_and_lose_none()
    {
        const string Text = "every repository that holds it (nas, vault) is lost too, and nothing else has a copy of it";
        var lines = TextFit.Wrap(Text, Letters, 200);
        Assert.True(lines.Count > 2);
        Assert.All(lines, line => Assert.True(TextFit.Width(line, Letters) <= 200));
        Assert.Equal(Text, string.Join(' ', lines));
    }

    [Fact]
    public void What_xml_cannot_hold_is_replaced_and_what_it_would_read_is_escaped()
    {
        const string Hostile = "<script>alert(1)</script>&amp;\"'\0\u0001\ud800 \uffff]]>";
        var picture = new SvgPicture(100, 100, Hostile, Hostile, [Svg.Group("system", Hostile, Hostile, Svg.Text(Hostile, 1, 1, Letters))]).ToString();
        var read = XDocument.Parse(picture);
        Assert.DoesNotContain(read.Descendants(), e => e.Name.LocalName == "script");
        Assert.Equal("<script>alert(1)</script>&amp;\"'??\ufffd ?]]>", read.Descendants(Svg.Name + "text").Single().Value);
    }
}
