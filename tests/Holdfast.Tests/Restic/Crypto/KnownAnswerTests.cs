using Holdfast.Restic.Crypto;
using Holdfast.Restic.Format;
using Xunit;

namespace Holdfast.Tests.Restic.Crypto;

/// <summary>Each primitive by itself, against what its specification says comes out.</summary>
public sealed class KnownAnswerTests
{
    // Bernstein, The Poly1305-AES message-authentication code, appendix B: message, r, k, nonce, AES_k(nonce), authenticator.
    [Theory]
    [InlineData(
        "f3f6", "851fc40c3467ac0be05cc20404f3f700", "ec074c835580741701425b623235add6", "fb447350c4e868c52ac3275cf9d4327e",
        "580b3b0f9447bb1e69d095b5928b6dbc", "f4c633c3044fc145f84f335cb81953de")]
    [InlineData(
        "", "a0f3080000f46400d0c7e9076c834403", "75deaa25c09f208e1dc4ce6b5cad3fbf", "61ee09218d29b0aaed7e154a2c5509cc",
        "dd3fab2251f11ac759f0887129cc2ee7", "dd3fab2251f11ac759f0887129cc2ee7")]
    [InlineData(
        "663cea190ffb83d89593f3f476b6bc24d7e679107ea26adb8caf6652d0656136", "48443d0bb0d21109c89a100b5ce2c208",
        "6acb5f61a7176dd320c5c1eb2edcdc74", "ae212a55399729595dea458bc621ff0e",
        "83149c69b561dd88298a1798b10716ef", "0ee1c16bb73f0f4fd19881753c01cdbe")]
    [InlineData(
        "ab0812724a7f1e342742cbed374d94d136c6b8795d45b3819830f2c04491faf0990c62e48b8018b2c3e4a0fa3134cb67fa83e158c994d961c4cb21095c1bf9",
        "12976a08c4426d0ce8a82407c4f48207", "e1a5668a4d5b66a5f68cc5424ed5982d", "9ae831e743978d3a23527c7128149e3a",
        "80f8c20aa71202d1e29179cbcb555a57", "5154ad0d2cb26e01274fc51148491f1b")]
    public void Poly1305_AES_authenticates_as_its_author_says(string message, string r, string k, string nonce, string encrypted, string tag)
    {
        var key = new byte[Poly1305.KeySize];
        Hex(r).CopyTo(key, 0);
        Aes.EncryptBlock128(Hex(k), Hex(nonce), key.AsSpan(16));
        Assert.Equal(encrypted, Convert.ToHexStringLower(key.AsSpan(16)));

        var computed = new byte[Poly1305.TagSize];
        using var sum = new Poly1305(key);
        foreach (var piece in Hex(message).Chunk(7))
        {
            sum.Add(piece);
        }

        sum.Finish(computed);
        Assert.Equal(tag, Convert.ToHexStringLower(computed));
    }

    [Fact]
    public void A_block_of_AES_128_comes_out_as_in_FIPS_197()
    {
        var output = new byte[16];
        Aes.EncryptBlock128(Hex("000102030405060708090a0b0c0d0e0f"), Hex("00112233445566778899aabbccddeeff"), output);
        Assert.Equal("69c4e0d86a7b0430d8cdb78070b4c55a", Convert.ToHexStringLower(output));
    }

    [Fact]
    public void AES_256_counts_as_in_NIST_SP_800_38A()
    {
        // F.5.5, CTR-AES256.Encrypt.
        var input = Hex(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");
        var output = new byte[64];
        Aes.Counter256(
            Hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"), Hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), input, output);
        Assert.Equal(
            "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5" + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6",
            Convert.ToHexStringLower(output));
    }

    // RFC 7914, section 12.
    [Theory]
    [InlineData(
        "password", "NaCl", 1024, 8, 16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640")]
    [InlineData(
        "pleaseletmein", "SodiumChloride", 16384, 8, 1,
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")]
    public void Scrypt_derives_as_in_RFC_7914(string password, string salt, long n, int r, int p, string key)
    {
        var cost = new ScryptCost(n, r, p);
        Assert.True(cost.IsSane);
        Assert.Equal(key, Convert.ToHexStringLower(cost.Derive(new(password), System.Text.Encoding.ASCII.GetBytes(salt))));
    }

    // FIPS 180-4's examples.
    [Theory]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void A_name_is_the_SHA_256_of_its_content(string content, string name) =>
        Assert.Equal(name, BlobId.Of(System.Text.Encoding.ASCII.GetBytes(content)).ToString());

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
