using System.Buffers.Binary;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Format;
using Holdfast.Restic.Packs;
using Xunit;

namespace Holdfast.Tests.Restic.Packs;

public class PackTests
{
    private static readonly SealingKey Key = SealingKey.CreateRandom();

    [Fact]
    public void A_pack_reads_back_as_it_was_filled()
    {
        var content = Build("one", "two", "three");
        var pack = Pack.Verify(Key, PackId.Of(content), content);
        Assert.Equal(3, pack.Blobs.Count);
        Assert.Equal(content.Length, PackHeader.PackSize(pack.Blobs));
        Assert.Equal("two"u8.ToArray(), Decode(pack, pack.Blobs[1]));
    }

    [Fact]
    public void Content_that_does_not_compress_is_a_frame_all_the_same()
    {
        var random = System.Security.Cryptography.RandomNumberGenerator.GetBytes(10_000);
        var (buffer, length) = BlobCodec.Encode(Key, random);
        var opened = Key.TryOpen(buffer.AsSpan(0, length))!;
        Assert.Equal(0xFD2FB528, BinaryPrimitives.ReadUInt32LittleEndian(opened));
    }

    [Theory]
    [InlineData(Compression.Off, 100_000, 101_000)]
    [InlineData(Compression.Fastest, 100, 20_000)]
    [InlineData(Compression.Max, 100, 20_000)]
    public void However_it_is_compressed_it_is_a_frame_that_reads_back(Compression compression, int atLeast, int atMost)
    {
        var content = Enumerable.Range(0, 100_000).Select(i => (byte)(i / 100)).ToArray();
        using var builder = new PackBuilder();
        var (buffer, length) = BlobCodec.Encode(Key, content, compression);
        Assert.InRange(length, atLeast, atMost);
        Assert.Equal(0xFD2FB528, BinaryPrimitives.ReadUInt32LittleEndian(Key.TryOpen(buffer.AsSpan(0, length))));
        builder.Append(new(BlobType.Data, BlobId.Of(content)), buffer.AsSpan(0, length), content.Length);
        var pack = builder.Finish(Key);
        Assert.Equal(content, Decode(pack, pack.Blobs[0]));
    }

    [Fact]
    public void A_blob_that_went_bad_in_memory_never_reaches_the_store_unless_verification_is_off()
    {
        foreach (var isVerified in new[] { true, false })
        {
            using var builder = new PackBuilder(PackSettings.Default with { IsVerified = isVerified });
            var (buffer, length) = BlobCodec.Encode(Key, "content"u8);
            builder.Append(new(BlobType.Data, BlobId.Of("other content"u8)), buffer.AsSpan(0, length), 7);
            var error = Record.Exception(() => builder.Finish(Key));
            Assert.Equal(isVerified, error is RepositoryException { Fault: RepositoryFault.Damaged });
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_pack_is_noticed()
    {
        var content = Build("some content");
        var id = PackId.Of(content);
        for (var i = 0; i < content.Length; i++)
        {
            var damaged = content.ToArray();
            damaged[i] ^= 0x10;
            Assert.Throws<RepositoryException>(() => Pack.Verify(Key, id, damaged));

            // Also by whoever forged the name to match.
            Assert.Throws<RepositoryException>(() => Pack.Verify(Key, PackId.Of(damaged), damaged));
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(31u)]
    [InlineData(32u)]
    [InlineData(1_000_000u)]
    [InlineData((16u << 20) + 1)]
    [InlineData(uint.MaxValue)]
    public void A_header_length_that_cannot_be_is_damage(uint length)
    {
        var content = Build("some content");
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(^4..), length);
        var error = Assert.Throws<RepositoryException>(() => Pack.HeaderOf(Key, PackId.Of(content), content));
        Assert.Contains($"claims {length} bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(72)]
    public void A_pack_too_short_to_be_one_is_damage(int length)
    {
        var content = new byte[length];
        Assert.Throws<RepositoryException>(() => Pack.HeaderOf(Key, PackId.Of(content), content));
    }

    [Fact]
    public void A_header_that_accounts_for_another_size_is_damage()
    {
        var content = Build("some content");
        byte[] longer = [0, .. content];
        Assert.Throws<RepositoryException>(() => Pack.HeaderOf(Key, PackId.Of(longer), longer));
    }

    [Fact]
    public void A_header_with_an_unknown_kind_of_entry_or_a_cut_off_one_is_damage()
    {
        foreach (var entry in new byte[][] { [4, .. new byte[36]], [0, .. new byte[30]], [2, .. new byte[36]] })
        {
            var header = Key.Seal(entry);
            Assert.Throws<RepositoryException>(() => PackHeader.Decode(Key, default, header.Length + 4, header));
        }
    }

    [Fact]
    public void The_right_bytes_under_a_wrong_name_are_damage()
    {
        var content = Build("some content");
        var pack = Pack.Verify(Key, PackId.Of(content), content);
        var wrong = pack.Blobs[0] with { Handle = new(BlobType.Data, BlobId.Of("other"u8)) };
        var error = Assert.Throws<RepositoryException>(() => Decode(pack, wrong));
        Assert.Contains("its content is that of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blob_that_claims_4_GiB_is_refused_before_anything_is_made_of_it()
    {
        var content = Build("some content");
        var pack = Pack.Verify(Key, PackId.Of(content), content);
        var error = Assert.Throws<RepositoryException>(() => Decode(pack, pack.Blobs[0] with { UncompressedLength = uint.MaxValue }));
        Assert.Contains("claims a plaintext of 4294967295 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Uncompressed_blobs_of_older_repositories_are_read()
    {
        var sealedBlob = Key.Seal("plain"u8);
        var blob = new PackedBlob(new(BlobType.Data, BlobId.Of("plain"u8)), 0, (uint)sealedBlob.Length, 0);
        Assert.Equal("plain"u8.ToArray(), BlobCodec.Decode(Key, default, blob, sealedBlob));
    }

    private static byte[] Decode(Pack pack, PackedBlob blob) =>
        BlobCodec.Decode(Key, pack.Id, blob, pack.Content.Span.Slice((int)blob.Offset, (int)blob.Length));

    private static byte[] Build(params string[] contents)
    {
        using var builder = new PackBuilder();
        foreach (var content in contents.Select(System.Text.Encoding.UTF8.GetBytes))
        {
            var (buffer, length) = BlobCodec.Encode(Key, content);
            builder.Append(new(BlobType.Data, BlobId.Of(content)), buffer.AsSpan(0, length), content.Length);
        }

        return builder.Finish(Key).Content.ToArray();
    }
}
