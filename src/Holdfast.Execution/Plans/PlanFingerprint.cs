using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Recovery.Trust;

namespace Holdfast.Execution.Plans;

/// <summary>
/// What people trust a plan by. Its text alone does not say what it does: relative paths, <c>{plan}</c>, repositories and keys start from the folder in which
/// it lies, and a repository says which that is. So both are in it.
/// </summary>
public static class PlanFingerprint
{
    /// <summary>A plan of the same text in another folder has another one. Each part has its length before it, so that no text can pass for text and folder.</summary>
    /// <param name="hash">SHA-256 of the plan's text, hexadecimal.</param>
    /// <param name="folder">Absolute.</param>
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(string hash, string folder) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"holdfast plan 1\n{Encoding.UTF8.GetByteCount(hash)}:{hash}\n{Encoding.UTF8.GetByteCount(folder)}:{folder}\n"))));

    public static string Of(PlanSigned plan) => Of(plan.Hash, FolderOf(plan));

    /// <summary>The folder in which the signed plan lies.</summary>
    public static string FolderOf(PlanSigned plan) => Path.GetDirectoryName(plan.File) ?? "/";
}
