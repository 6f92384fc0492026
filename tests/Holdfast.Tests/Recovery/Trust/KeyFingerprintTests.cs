using Holdfast.Recovery.Trust;
using Xunit;

namespace Holdfast.Tests.Recovery.Trust;

public sealed class KeyFingerprintTests
{
    private static readonly string Shown = KeyFingerprint.Of("a key"u8).ToString();

    [Fact]
    public void It_is_read_as_people_type_it()
    {
        Assert.Matches("^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$", Shown);
        foreach (var typed in new[] { Shown, Shown.ToLowerInvariant(), Shown.Replace("-", " ", StringComparison.Ordinal), Shown.Replace('0', 'o').Replace('1', 'l') })
        {
            Assert.True(KeyFingerprint.TryRead(typed, out var read), typed);
            Assert.Equal(KeyFingerprint.Of("a key"u8), read);
        }
    }

    [Fact]
    public void Any_one_sign_mistyped_and_any_two_exchanged_are_noticed()
    {
        var signs = Shown.Replace("-", "", StringComparison.Ordinal).ToCharArray();
        for (var i = 0; i < signs.Length; i++)
        {
            foreach (var other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".Where(c => c != signs[i]))
            {
                Assert.False(KeyFingerprint.TryRead(new([.. signs[..i], other, .. signs[(i + 1)..]]), out _));
            }

            for (var j = i + 1; j < signs.Length; j++)
            {
                char[] exchanged = [.. signs];
                (exchanged[i], exchanged[j]) = (exchanged[j], exchanged[i]);
                Assert.Equal(signs[i] == signs[j], KeyFingerprint.TryRead(new(exchanged), out _));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("yes")]
    [InlineData("UUUUU-UUUUU-UUUUU-UUUUU-UUUUU")]
    public void What_is_none_is_not_taken_for_one(string? typed) => Assert.False(KeyFingerprint.TryRead(typed, out _));
}
