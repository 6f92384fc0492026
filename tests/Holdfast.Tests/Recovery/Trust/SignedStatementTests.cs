using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Recovery.Trust;
using Xunit;

namespace Holdfast.Tests.Recovery.Trust;

public sealed class SignedStatementTests : IDisposable
{
    private readonly Pen _pen = new();

    [Fact]
    public void What_was_signed_is_read_as_it_was()
    {
        foreach (var signed in new[] { _pen.Plan(7), _pen.Holders(1, _pen.As("maria")), _pen.Machines(2, new Machine("office", new('b', 64), ["office-server"])) })
        {
            var read = SignedStatement.Read(signed.Line)!;
            Assert.Equal((signed.Line, signed.Says.Seq, signed.Says.GetType()), (read.Line, read.Says.Seq, read.Says.GetType()));
            Assert.Equal(_pen.Fingerprint, read.Signer);
        }
    }

    [Fact]
    public void Every_bit_that_is_changed_is_found()
    {
        var line = Encoding.UTF8.GetBytes(_pen.Plan(7).Line);
        for (var at = 0; at < line.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                byte[] changed = [.. line];
                changed[at] ^= (byte)(1 << bit);
                // Another key in the line would be another signer; no single bit makes one whose signature fits.
                Assert.Null(SignedStatement.Read(Encoding.UTF8.GetString(changed)));
            }
        }
    }

    [Fact]
    public void What_is_cut_off_or_put_in_is_found()
    {
        var line = _pen.Plan(7).Line;
        for (var at = 0; at < line.Length; at++)
        {
            Assert.Null(SignedStatement.Read(line.Remove(at, 1)));
            Assert.Null(SignedStatement.Read(line.Insert(at, " ")));
        }
    }

    [Theory]
    [InlineData("""{"is":"plan","seq":0,"at":"2026-03-01T02:13:00+00:00","organization":"B","hash":"HASH","file":"/f"}""")]
    [InlineData("""{"is":"plan","seq":9223372036854775807,"at":"2026-03-01T02:13:00+00:00","organization":"B","hash":"HASH","file":"/f"}""")]
    [InlineData("""{"is":"plan","seq":1,"at":"2026-03-01T02:13:00+00:00","organization":"B","hash":"12","file":"/f"}""")]
    [InlineData("""{"is":"plan","seq":1,"at":"2026-03-01T02:13:00+00:00","organization":"B","hash":"HASH"}""")]
    [InlineData("""{"is":"plan","seq":1,"at":"2026-03-01T02:13:00+00:00","organization":"B\u001b[2J","hash":"HASH","file":"/f"}""")]
    [InlineData("""{"is":"holders","seq":1,"at":"2026-03-01T02:13:00+00:00","organization":"B"}""")]
    [InlineData("""{"is":"holders","seq":1,"at":"2026-03-01T02:13:00+00:00","organization":"B","holders":[]}""")]
    [InlineData("""{"is":"holders","seq":1,"at":"2026-03-01T02:13:00+00:00","organization":"B","holders":[null]}""")]
    [InlineData("""{"is":"machines","seq":1,"at":"2026-03-01T02:13:00+00:00","organization":"B","machines":[{"name":"m","key":"k"}]}""")]
    [InlineData("""{"is":"anything","seq":1}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public void A_statement_that_is_not_whole_is_none_whoever_signed_it(string text)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var body = text.Replace("HASH", new('a', 64), StringComparison.Ordinal);
        var signature = key.SignData(Encoding.UTF8.GetBytes(body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var line = JsonSerializer.Serialize(new
        {
            signed = body, key = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), signature = Convert.ToBase64String(signature),
        });
        Assert.Null(SignedStatement.Read(line));
    }

    [Fact]
    public void A_key_of_another_curve_signs_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Null(SignedStatement.Read(SignedStatement.Sign(new PlanSigned(1, Pen.Then, "B", new('a', 64), "/f"), key).Line));
    }

    public void Dispose() => _pen.Dispose();
}
