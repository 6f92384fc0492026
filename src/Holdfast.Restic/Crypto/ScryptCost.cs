namespace Holdfast.Restic.Crypto;

/// <summary>The cost of one try of a password.</summary>
internal readonly record struct ScryptCost(long N, int R, int P)
{
    /// <summary>32 MiB and about 0.1 s a try.</summary>
    internal static readonly ScryptCost Usual = new(32768, 8, 1);

    /// <summary>What new keys get in this process. Only tests, which make thousands of them, ask for less.</summary>
    internal static ScryptCost OfNewKeys { get; set; } = Usual;

    // A key file is read before anything is authenticated, so what it asks for is bounded: 1 GiB, and 2^26 block mixes.
    private const long MemoryLimit = 1L << 30;

    // scrypt itself wants N below 2^(16 r), which only r = 1 comes near.
    internal bool IsSane =>
        N is > 1 and <= 1 << 22 && (N & (N - 1)) == 0 && R is > 0 and <= 64 && P is > 0 and <= 64 && (R > 1 || N < 1 << 16)
        && 128L * R * (N + P) <= MemoryLimit && N * R * P <= 1L << 26;

    internal unsafe byte[] Derive(Password password, ReadOnlySpan<byte> salt)
    {
        var key = new byte[SealingKey.Size];

        // fixed over an empty span is null, which OpenSSL takes for "no password": give it a byte to point at.
        ReadOnlySpan<byte> bytes = password.Bytes.IsEmpty ? [0] : password.Bytes;
        fixed (byte* w = bytes, s = salt, k = key)
        {
            var done = LibCrypto.EVP_PBE_scrypt(
                w, (nuint)password.Bytes.Length, s, (nuint)salt.Length, (ulong)N, (ulong)R, (ulong)P, MemoryLimit + (1 << 20),
                k, (nuint)key.Length);
            LibCrypto.Require(done == 1, "EVP_PBE_scrypt");
        }

        return key;
    }
}
