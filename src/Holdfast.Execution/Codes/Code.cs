using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Execution.Codes;

/// <summary>
/// A one-time code: 15 signs of 32, which is 75 bits of chance, so that guessing is hopeless even for who has the hashes. Letters that are
/// taken for digits are left out, and read as those digits.
/// </summary>
internal static class Code
{
    public const int Signs = 15;
    private const int InGroup = 5;

    /// <summary>Without I, L, O and U, as in Douglas Crockford's base 32.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>In groups, for people: <c>7K2QM-9XWTD-4HPNC</c>.</summary>
    public static string Make() =>
        string.Join('-', RandomNumberGenerator.GetItems<char>(Alphabet, Signs).Chunk(InGroup).Select(group => new string(group)));

    /// <returns>The code without its groups, however it was typed; null: that is no code.</returns>
    public static string? Read(string typed)
    {
        var signs = new StringBuilder();
        foreach (var sign in typed.ToUpperInvariant().Where(c => c != '-' && !char.IsWhiteSpace(c)))
        {
            signs.Append(sign switch { 'O' => '0', 'I' or 'L' => '1', _ => sign });
        }

        return signs.Length == Signs && signs.ToString().All(Alphabet.Contains) ? signs.ToString() : null;
    }

    /// <summary>What travels in the code's place: it proves that someone had the code, and the code can't be had from it.</summary>
    public static string TokenOf(string code, string salt) => Hash($"holdfast one-time code\n{salt}\n{code}");

    /// <summary>What is kept: neither the token nor the code can be had from it.</summary>
    public static string SealOf(string token) => Hash("holdfast token\n" + token);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
