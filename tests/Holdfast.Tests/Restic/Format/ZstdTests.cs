using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Xunit;

namespace Holdfast.Tests.Restic.Format;

public class ZstdTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i / 100))];

    [Fact]
    public void What_was_compressed_comes_back()
    {
        var frame = Zstd.Compress(Content);
        var output = new byte[Content.Length];
        Assert.True(frame.Length < Content.Length / 10);
        Assert.Null(Zstd.Decompress(frame, output));
        Assert.Equal(Content, output);
        Assert.Equal(Content, Zstd.Decompress(frame, Content.Length, "it"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128 * 1024)]
    [InlineData((128 * 1024) + 1)]
    [InlineData(3_000_000)]
    public void What_was_framed_as_it_is_comes_back_from_any_decompressor(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        var frame = new byte[RawFrame.Length(length)];
        Assert.Equal(frame.Length, RawFrame.Write(content, frame));
        var output = new byte[length];
        Assert.Null(Zstd.Decompress(frame, output));
        Assert.Equal(content, output);
        Assert.Equal(content, Zstd.Decompress(frame, Math.Max(1, length), "it"));
    }

    [Fact]
    public void A_frame_made_by_hand_of_the_words_of_its_specification_is_read()
    {
        // RFC 8878: magic; a single segment whose size stands in one byte; a last block, raw, of 5 bytes. Then a run of 5 in an RLE block.
        byte[] raw = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 5, (5 << 3) | 0b001, 0, 0, .. "hello"u8];
        byte[] run = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 5, (5 << 3) | 0b011, 0, 0, (byte)'x'];
        Assert.Equal("hello"u8.ToArray(), Zstd.Decompress(raw, 100, "it"));
        Assert.Equal("xxxxx"u8.ToArray(), Zstd.Decompress(run, 100, "it"));
    }

    [Fact]
    public void Bytes_behind_the_frame_or_a_second_frame_are_an_error()
    {
        var frame = Zstd.Compress(Content);
        Assert.NotNull(Zstd.Decompress([.. frame, 0], new byte[Content.Length]));
        Assert.NotNull(Zstd.Decompress([.. frame, .. Zstd.Compress([1])], new byte[Content.Length + 1]));

        // Nor when no length is declared: a run of five, twice.
        byte[] run = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x58, (5 << 3) | 0b011, 0, 0, 7];
        Assert.Equal(5, Zstd.Decompress(run, 100, "it").Length);
        Assert.Throws<RepositoryException>(() => Zstd.Decompress([.. run, .. run], 100, "it"));
        Assert.Throws<RepositoryException>(() => Zstd.Decompress([.. run, 0], 100, "it"));
    }

    [Fact]
    public void A_frame_cut_short_or_no_frame_at_all_is_an_error()
    {
        var frame = Zstd.Compress(Content);
        Assert.NotNull(Zstd.Decompress(frame.AsSpan(..^1), new byte[Content.Length]));
        Assert.NotNull(Zstd.Decompress([], new byte[1]));
        Assert.NotNull(Zstd.Decompress("no frame"u8, new byte[1]));
        Assert.Throws<RepositoryException>(() => Zstd.Decompress("no frame"u8, 100, "it"));
    }

    [Fact]
    public void A_frame_of_another_length_than_expected_is_an_error()
    {
        var frame = Zstd.Compress(Content);
        Assert.NotNull(Zstd.Decompress(frame, new byte[Content.Length - 1]));
        Assert.NotNull(Zstd.Decompress(frame, new byte[Content.Length + 1]));
    }

    [Fact]
    public void A_frame_that_declares_more_than_the_limit_is_refused_before_anything_is_made_of_it()
    {
        // Magic, a single segment with an 8-byte size of 2^60, and one empty block.
        byte[] bomb = [0x28, 0xB5, 0x2F, 0xFD, 0b1110_0000, 0, 0, 0, 0, 0, 0, 0, 0x10, 1, 0, 0];
        var error = Assert.Throws<RepositoryException>(() => Zstd.Decompress(bomb, 1 << 20, "it"));
        Assert.Contains("declares 1152921504606846976 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_gets_no_more_room_than_its_own_length_can_fill()
    {
        // 256 MiB declared, a limit that would allow it, and one empty block; then no size declared, and a block of nonsense.
        byte[] claims = [0x28, 0xB5, 0x2F, 0xFD, 0b1010_0000, 0, 0, 0, 0x10, 1, 0, 0];
        byte[] broken = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x58, (4 << 3) | 0b101, 0, 0, 0xff, 0xff, 0xff, 0xff];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<RepositoryException>(() => Zstd.Decompress(claims, 512 << 20, "it"));
        Assert.Throws<RepositoryException>(() => Zstd.Decompress(broken, 512 << 20, "it"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_bomb_that_does_not_declare_its_size_is_stopped_at_the_limit()
    {
        // A window descriptor instead of a size; one RLE block of 100 000 bytes from one, again and again.
        byte[] block = [(100_000 << 3 | 0b010) & 0xff, ((100_000 << 3) >> 8) & 0xff, (100_000 << 3) >> 16, 7];
        byte[] last = [(100_000 << 3 | 0b011) & 0xff, block[1], block[2], 7];
        byte[] small = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x58, .. block, .. last];
        Assert.Equal(200_000, Zstd.Decompress(small, 1 << 20, "it").Length);
        byte[] bomb = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x58, .. Enumerable.Repeat(block, 1000).SelectMany(b => b), .. last];
        Assert.Throws<RepositoryException>(() => Zstd.Decompress(bomb, 1 << 20, "it"));
    }
}
