using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace Holdfast.Tests.Samples;

public class ScanTests
{
    [Fact]
    public async Task A_scan_is_a_picture_that_viewers_open()
    {
        await using var practice = await FurnishedPractice.Make();
        var scan = Directory.GetFiles(practice.Documents, "*.png", SearchOption.AllDirectories)[0];

        var chunks = Chunks(await File.ReadAllBytesAsync(scan, TestContext.Current.CancellationToken));

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(c => c.Type));
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunks[0].Content), BinaryPrimitives.ReadInt32BigEndian(chunks[0].Content.AsSpan(4)));
        Assert.Equal([8, 0, 0, 0, 0], chunks[0].Content[8..]);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[1].Content), CompressionMode.Decompress))
            await zlib.CopyToAsync(pixels, TestContext.Current.CancellationToken);
        Assert.Equal(height * (width + 1), pixels.Length);
        Assert.True(pixels.ToArray().Distinct().Count() > 100, "a picture has shades");
    }

    private static List<(string Type, byte[] Content)> Chunks(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], png[..8]);
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var checksummed = png[(at + 4)..(at + 8 + length)];
            Assert.Equal(Crc(checksummed), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(checksummed[..4]), checksummed[4..]));
            at += 12 + length;
        }

        return chunks;
    }

    // Bit by bit, as the specification defines it; the program uses a table.
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
            for (var bit = 0; bit < 8; bit++)
                crc = ((crc ^ ((uint)b >> bit)) & 1) == 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
        return ~crc;
    }
}
