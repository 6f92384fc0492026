using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Agent.Data.Judging;
using Xunit;

namespace Holdfast.Tests.Agent.Judging;

public sealed class FileHeadTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void What_a_cipher_writes_looks_encrypted_at_any_length(int length)
    {
        // The bytes of a cipher are as good as chance; the same ones every time.
        using var aes = Aes.Create();
        aes.Key = new byte[32];
        var missed = Enumerable.Range(0, 2000).Count(i =>
            !FileHead.LooksEncrypted(aes.EncryptCbc(new byte[length], BitConverter.GetBytes((long)i).Concat(new byte[8]).ToArray()).AsSpan(0, length)));

        Assert.InRange(missed, 0, 10); // Half a percent: of the samples of one copy, at most one in a hundred copies.
    }

    [Fact]
    public void What_openssl_and_gpg_write_looks_encrypted_although_it_says_what_it_is()
    {
        byte[] salted = [.. "Salted__"u8, .. Noise(24)];

        Assert.True(FileHead.LooksEncrypted(salted));
        Assert.True(FileHead.LooksEncrypted([.. "Salted__"u8, .. Noise(4088)]));
        Assert.True(FileHead.LooksEncrypted([0x8c, 0x0d, 0x04, 0x09, .. Noise(4092)]));
    }

    [Fact]
    public void Ordinary_files_do_not()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(i => $"letter {i} größer\n")));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Noise(8000));
        }

        Assert.False(FileHead.LooksEncrypted(text.AsSpan(0, 4095)));
        Assert.False(FileHead.LooksEncrypted(packed.ToArray().AsSpan(0, 4096)));
        Assert.False(FileHead.LooksEncrypted([0xff, 0xd8, 0xff, 0xe0, .. Noise(4000)]));
        Assert.False(FileHead.LooksEncrypted(Encoding.Unicode.GetBytes(string.Concat(Enumerable.Repeat("a report ", 400)))));
        Assert.False(FileHead.LooksEncrypted(Encoding.ASCII.GetBytes(Convert.ToBase64String(Noise(3000)))));
        Assert.False(FileHead.LooksEncrypted(File.ReadAllBytes(typeof(FileHead).Assembly.Location).AsSpan(0, 4096)));
        Assert.False(FileHead.LooksEncrypted(new byte[4096]));
        Assert.False(FileHead.LooksEncrypted([]));
    }

    [Fact]
    public void Who_appends_leaves_the_head_and_who_encrypts_does_not()
    {
        Assert.True(FileHead.IsEdited("From ada@example.org Mon"u8, "From ada@example.org Mon and more"u8));
        Assert.False(FileHead.IsEdited("From ada@example.org Mon"u8, Noise(24)));
    }

    private static byte[] Noise(int length)
    {
        using var aes = Aes.Create();
        aes.Key = new byte[32];
        return aes.EncryptCbc(new byte[length], new byte[16])[..length];
    }
}
