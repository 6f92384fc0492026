using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Interop.Cli;

/// <summary>What <c>--trust-plan</c> takes, computed as the documentation says and not as the program does: of a plan's text and the folder in which it lies.</summary>
internal static class PlanDigits
{
    /// <param name="file">The plan, without inclusions.</param>
    /// <param name="folder">The folder of which a repository knows it; null: where the file lies.</param>
    public static string Of(string file, string? folder = null)
    {
        folder ??= Path.GetDirectoryName(Path.GetFullPath(file))!;
        var text = TextOf(file);
        return Sha256(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"holdfast plan 1\n{text.Length}:{text}\n{Encoding.UTF8.GetByteCount(folder)}:{folder}\n")));
    }

    /// <summary>SHA-256 of the text alone, as journals name a plan.</summary>
    public static string TextOf(string file) => Sha256(File.ReadAllBytes(file));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
