using System.Text;
using Holdfast.Restic.Platform;
using Xunit;

namespace Holdfast.Tests.Restic.Platform;

public sealed class RawTextTests
{
    [Fact]
    public void Any_bytes_at_all_come_back_as_they_were()
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            // Pieces of UTF-8 among others, so that sequences are cut off at every place.
            var text = Encoding.UTF8.GetBytes("aé€\U0001F600\uFFFD/");
            byte[] bytes = [.. Enumerable.Range(0, 12).SelectMany(_ => random.Next(2) == 0
                ? text[random.Next(text.Length)..]
                : [(byte)random.Next(256)])];

            Assert.Equal(bytes, RawText.ToBytes(RawText.FromBytes(bytes)));
        }
    }

    [Fact]
    public void What_is_UTF_8_is_the_text_that_it_always_was()
    {
        const string text = "plän \U0001F480 \uDBFF\uDCFF \uFFFD.txt";

        Assert.Equal(text, RawText.FromBytes(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(Encoding.UTF8.GetBytes(text), RawText.ToBytes(text));
        Assert.False(RawText.HoldsOther(text));
        Assert.True(RawText.HoldsOther(RawText.FromBytes([0xE9])));
    }

    [Fact]
    public void A_file_that_says_it_is_UTF_16_is_read_so_and_any_other_byte_by_byte()
    {
        Assert.Equal("né", RawText.FromFile([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("né")]));
        Assert.Equal("né", RawText.FromFile([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("né")]));
        Assert.Equal("né", RawText.FromFile([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("né")]));
        Assert.Equal([(byte)'n', 0xE9], RawText.ToBytes(RawText.FromFile([(byte)'n', 0xE9])));
    }
}
