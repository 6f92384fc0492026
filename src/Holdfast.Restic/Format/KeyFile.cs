using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Restic.Crypto;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Format;

/// <summary>A key file: the master key, sealed with a key that comes from a password.</summary>
internal sealed record KeyFile(FileTime Created, string UserName, string HostName, ScryptCost Cost, byte[] Salt, byte[] Data)
{
    private const int SaltSize = 64;

    internal static KeyFile Create(
        SealingKey master, Password password, DateTimeOffset now, ScryptCost cost, string? userName = null, string? hostName = null)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var user = SealingKey.FromBytes(cost.Derive(password, salt));
        return new(FileTime.Of(now), userName ?? Environment.UserName, hostName ?? ThisMachine.HostName, cost, salt, user.Seal(MasterJson(master)));
    }

    /// <summary>What is sealed in it.</summary>
    internal static byte[] MasterJson(SealingKey master) => new GoJson().Open((byte)'{')
        .Name("mac"u8).Open((byte)'{').Name("k"u8).Base64(master.K).Name("r"u8).Base64(master.R).Close((byte)'}')
        .Name("encrypt"u8).Base64(master.Encrypt)
        .Close((byte)'}')
        .ToArray();

    internal byte[] Encode() => new GoJson().Open((byte)'{')
        .Name("created"u8).Text(Created.ToString())
        .Name("username"u8).Text(UserName)
        .Name("hostname"u8).Text(HostName)
        .Name("kdf"u8).Text("scrypt")
        .Name("N"u8).Number((ulong)Cost.N)
        .Name("r"u8).Number((ulong)Cost.R)
        .Name("p"u8).Number((ulong)Cost.P)
        .Name("salt"u8).Base64(Salt)
        .Name("data"u8).Base64(Data)
        .Close((byte)'}')
        .ToArray();

    internal static KeyFile Decode(byte[] stored, string what) => JsonReading.Read(stored, what, k =>
        k.Text("kdf") is not "scrypt" and var kdf
            ? throw new NotSupportedException($"its key derivation is \"{kdf}\", not scrypt")
            : new KeyFile(
                k.Time("created") ?? default,
                k.Text("username"),
                k.Text("hostname"),
                new(k.GetProperty("N").GetInt64(), k.GetProperty("r").GetInt32(), k.GetProperty("p").GetInt32()),
                k.GetProperty("salt").GetBytesFromBase64(),
                k.GetProperty("data").GetBytesFromBase64()));

    /// <returns>The master key, or null when the password does not open this key.</returns>
    internal SealingKey? TryOpen(Password password, string what)
    {
        if (!Cost.IsSane)
        {
            throw RepositoryException.NotUnderstood($"{what} asks for more work than Holdfast does: scrypt N={Cost.N} r={Cost.R} p={Cost.P}");
        }

        var user = SealingKey.FromBytes(Cost.Derive(password, Salt));
        return user.TryOpen(Data) is not { } json ? null : JsonReading.Read(json, what, m => new SealingKey(
            m.GetProperty("encrypt").GetBytesFromBase64(), Bytes(m, "k"), Bytes(m, "r")));
    }

    private static byte[] Bytes(JsonElement master, string name) => master.GetProperty("mac").GetProperty(name).GetBytesFromBase64();
}
