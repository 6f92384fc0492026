using System.Security.Cryptography;
using Holdfast.Restic.Chunking;
using Xunit;

namespace Holdfast.Tests.Restic.Chunking;

public class ChunkerTests
{
    private static readonly Polynomial Known = new(0x3DA3358B4DC173);
    private readonly Chunker _chunker = new(Known);

    [Fact]
    public void Its_tables_are_the_known_ones()
    {
        Assert.Equal(0x17eb4232e19216ul, _chunker.Leave[1]);
        Assert.Equal(0x0b80b98cecc39aul, _chunker.Leave[255]);
        Assert.Equal(0x3da3358b4dc173ul, _chunker.Reduce[1]);
        Assert.Equal(0x1ff7ac8a5af476a7ul, _chunker.Reduce[255]);
    }

    [Fact]
    public void It_cuts_where_restic_cuts()
    {
        var data = KnownData();
        Assert.Equal("07f89b2d0c0f9130f16f5937ba87b22ed69caa4afd665ca48c73577efd53a0dc", Convert.ToHexStringLower(SHA256.HashData(data)));

        var cuts = Cut(data);

        Assert.Equal(
            [
                1015968, 1087132, 693439, 2344058, 903280, 1709091, 1791277, 1802453, 1190352,
                524288, 524288, 524288, 524288, 524288, 524288,
                528291, 868679, 1105126, 1847403, 1069115, 789535, 691238, 1662910, 569729, 3496748,
            ],
            cuts);
        Assert.Equal(
            "f3d509f80ced030c820556a720ed8a395ba468bf124218fde1df63139d2df0ae",
            Convert.ToHexStringLower(SHA256.HashData(data.AsSpan(0, cuts[0]))));
        Assert.Equal(
            "a5e07d7324e2fdcc706d70f39cf41e7045abddb793548406951eae3fbb7260f4",
            Convert.ToHexStringLower(SHA256.HashData(data.AsSpan(cuts[0], cuts[1]))));
        Assert.Equal(
            "2f9adb04fdf15ecce531c4f59b45a21de91366f377070747b63904dfddd4942b",
            Convert.ToHexStringLower(SHA256.HashData(data.AsSpan(data.Length - cuts[^1]))));
    }

    [Fact]
    public void Where_nothing_suggests_a_cut_it_cuts_at_8_MiB()
    {
        // A run of one byte has one fingerprint; this one's is no candidate.
        var data = new byte[Chunker.Maximum + 1];
        Array.Fill(data, (byte)7);
        Assert.Equal([Chunker.Maximum, 1], Cut(data));
    }

    [Fact]
    public void Content_shorter_than_the_shortest_chunk_stays_whole() =>
        Assert.Equal(Chunker.Minimum - 1, _chunker.FirstChunk(new byte[Chunker.Minimum - 1]));

    [Fact]
    public void Searching_four_stretches_at_once_finds_what_searching_byte_by_byte_finds()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var data = new byte[6 << 20];
        new Random(seed).NextBytes(data);
        for (var start = 0; start < data.Length; start += 1_000_003)
        {
            Assert.Equal(ByteByByte(data.AsSpan(start)), _chunker.FirstChunk(data.AsSpan(start)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    [InlineData(40_000)]
    [InlineData(60_000)]
    [InlineData(1_000_000)]
    public void Of_candidates_in_several_stretches_the_first_is_taken(int where)
    {
        // No candidate in a run of sevens, one at every byte of a run of zeros.
        var data = new byte[3 << 20];
        Array.Fill(data, (byte)7, 0, Chunker.Minimum + where);
        var cut = _chunker.FirstChunk(data);
        Assert.Equal(ByteByByte(data), cut);
        Assert.InRange(cut, Chunker.Minimum + where, Chunker.Minimum + where + 64);
    }

    [Fact]
    public void A_polynomial_that_can_be_divided_or_has_another_degree_is_not_fit()
    {
        Assert.True(Known.IsFit);
        Assert.False(new Polynomial(Known.Bits ^ 1).IsFit);
        Assert.False(new Polynomial((1UL << 53) | 1).IsFit);
        Assert.False(new Polynomial(0x3).IsFit);
        Assert.False(new Polynomial(0).IsFit);
    }

    [Fact]
    public void New_polynomials_are_fit_and_differ()
    {
        var (a, b) = (Polynomial.CreateRandom(), Polynomial.CreateRandom());
        Assert.True(a.IsFit && b.IsFit);
        Assert.NotEqual(a, b);
    }

    // One lane, sliding; the tables themselves are checked above.
    private int ByteByByte(ReadOnlySpan<byte> data)
    {
        ulong d = 0;
        for (var i = Chunker.Minimum - 64; i < Math.Min(data.Length, Chunker.Maximum); i++)
        {
            d ^= i >= Chunker.Minimum ? _chunker.Leave[data[i - 64]] : 0;
            d = ((d << 8) | data[i]) ^ _chunker.Reduce[(int)(d >> 45)];
            if (i + 1 >= Chunker.Minimum && (d & 0xFFFFF) == 0)
            {
                return i + 1;
            }
        }

        return Math.Min(data.Length, Chunker.Maximum);
    }

    private List<int> Cut(ReadOnlySpan<byte> data)
    {
        List<int> cuts = [];
        for (; !data.IsEmpty; data = data[cuts[^1]..])
        {
            cuts.Add(_chunker.FirstChunk(data));
        }

        return cuts;
    }

    private static byte[] KnownData()
    {
        var stream = new byte[24 << 20];
        for (var i = 0; i < stream.Length / 32; i++)
        {
            SHA256.HashData(BitConverter.GetBytes((long)i), stream.AsSpan(i * 32));
        }

        return [.. stream[..(12 << 20)], .. new byte[3 << 20], .. stream[(12 << 20)..]];
    }
}
