using System.Text;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Xunit;

namespace Holdfast.Tests.Restic.Crypto;

public class SealingKeyTests
{
    private const string Known =
        "f0f1f2f3f4f5f6f7fffffffffffffffff96ea852dabc2d47d8e22cc9b8b4875520f3ea78a1272b2a"
        + "49dfe872420b78ddcd4c50b26c0fd2065eeb83145cff00594cb7320d83f2a38cfe";

    private static readonly byte[] Plaintext = Encoding.ASCII.GetBytes("Holdfast known-answer test, 40 bytes long");
    private static readonly SealingKey Key = SealingKey.FromBytes([.. Bytes(0, 48), .. Bytes(0xf0, 16)]);

    [Fact]
    public void Sealing_gives_the_bytes_that_restic_accepts_with_the_counter_carried_through_all_16_bytes()
    {
        var sealedBytes = new byte[Plaintext.Length + SealingKey.Overhead];
        Key.Seal(Convert.FromHexString("f0f1f2f3f4f5f6f7ffffffffffffffff"), Plaintext, sealedBytes);
        Assert.Equal(Known, Convert.ToHexStringLower(sealedBytes));
    }

    [Fact]
    public void What_was_sealed_opens_again() => Assert.Equal(Plaintext, Key.TryOpen(Convert.FromHexString(Known)));

    [Fact]
    public void A_flipped_bit_anywhere_keeps_an_object_shut()
    {
        for (var i = 0; i < Known.Length / 2; i++)
        {
            var damaged = Convert.FromHexString(Known);
            damaged[i] ^= 1;
            Assert.Null(Key.TryOpen(damaged));
        }
    }

    [Fact]
    public void An_object_shorter_than_its_seal_or_with_an_iv_of_zeros_does_not_open()
    {
        Assert.Null(Key.TryOpen(new byte[31]));
        var zeroIv = new byte[Plaintext.Length + SealingKey.Overhead];
        Key.Seal(new byte[16], Plaintext, zeroIv);
        Assert.Null(Key.TryOpen(zeroIv));
    }

    [Fact]
    public void Two_seals_of_the_same_content_differ() => Assert.NotEqual(Key.Seal(Plaintext), Key.Seal(Plaintext));

    [Fact]
    public void A_key_of_zeros_is_refused() => Assert.Throws<RepositoryException>(() => SealingKey.FromBytes(new byte[64]));

    [Fact]
    public void A_password_never_prints_itself() => Assert.DoesNotContain("tell", new Password("do not tell").ToString(), StringComparison.Ordinal);

    [Fact]
    public void Scrypt_gives_the_known_key()
    {
        var key = new ScryptCost(16384, 8, 1).Derive(new("holdfast"), Bytes(0, 64));
        Assert.Equal(
            "b77e7c5efdd352d977579e685c257c5fe0df572c2d04ec8465b27ee99ceb0e64390c3f801e981d24769b93b0c25b01359df4877a57829cdd5159916ba2afe311",
            Convert.ToHexStringLower(key));
    }

    [Theory]
    [InlineData(1L << 40, 8, 1)]
    [InlineData(32767, 8, 1)]
    [InlineData(32768, 1 << 20, 1)]
    [InlineData(32768, 8, int.MaxValue)]
    [InlineData(0, 0, 0)]
    [InlineData(-32768, -8, -1)]
    public void A_key_file_cannot_ask_for_absurd_work(long n, int r, int p) => Assert.False(new ScryptCost(n, r, p).IsSane);

    [Theory]
    [InlineData(32768, 8, 1)]
    [InlineData(32768, 8, 4)]
    [InlineData(262144, 8, 1)]
    public void The_costs_that_restic_writes_are_accepted(long n, int r, int p) => Assert.True(new ScryptCost(n, r, p).IsSane);

    private static byte[] Bytes(int from, int count) => [.. Enumerable.Range(from, count).Select(b => (byte)b)];
}
