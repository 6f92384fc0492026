using System.Security.Cryptography;
using System.Text;
using Holdfast.Recovery.Trust;
using Xunit;

namespace Holdfast.Tests.Recovery.Trust;

public sealed class RecordSealTests
{
    private static readonly byte[] Records = Encoding.UTF8.GetBytes("{\"system\":\"records\"}\n");

    [Fact]
    public void It_tells_who_signed_exactly_these_records_of_this_machine()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var seal = RecordSeal.Sign("0123456789abcdef", Records, key);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())), RecordSeal.SignerOf(seal, "0123456789abcdef", Records));
        Assert.Null(RecordSeal.SignerOf(seal, "1123456789abcdef", Records));
        for (var at = 0; at < Records.Length; at++)
        {
            byte[] changed = [.. Records];
            changed[at] ^= 1;
            Assert.Null(RecordSeal.SignerOf(seal, "0123456789abcdef", changed));
        }

        Assert.Null(RecordSeal.SignerOf(seal, "0123456789abcdef", Records.AsSpan(0, Records.Length - 1)));
        Assert.Null(RecordSeal.SignerOf(seal, "0123456789abcdef", []));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"key":"","signature":""}""")]
    [InlineData("""{"key":"AAAA","signature":"AAAA"}""")]
    [InlineData("""{"key":"not base64","signature":"AAAA"}""")]
    public void What_is_no_seal_signs_nothing(string seal) => Assert.Null(RecordSeal.SignerOf(Encoding.UTF8.GetBytes(seal), "0123456789abcdef", Records));
}
