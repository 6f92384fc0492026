using System.Text.Json;

namespace Holdfast.Protocol;

/// <summary>
/// Where the relative paths of a plan start on a host. Only the host knows: whoever leads writes this name in its place, in every text of
/// an order, and the host reads its own folder. The name holds characters that no plan can hold, so no text of a plan is taken for it.
/// </summary>
public static class HostBase
{
    /// <summary>An absolute path as far as joining and cutting of paths are concerned.</summary>
    public const string Name = "/\u0002base\u0003";

    // As JSON writes the name: control characters can stand in it in no other form.
    private static ReadOnlySpan<byte> InJson => "/\\u0002base\\u0003"u8;

    /// <summary>For people: such a path as they would write it.</summary>
    public static string Shown(string path) => path.Replace(Name, "~", StringComparison.Ordinal);

    /// <summary>Whether a path leads to above where the host's relative paths start, so that no one but the host knows where it ends.</summary>
    public static bool IsWithin(string path) => path == Name || path.StartsWith(Name + "/", StringComparison.Ordinal);

    /// <param name="line">JSON.</param>
    /// <param name="folder">Absolute.</param>
    internal static ReadOnlySpan<byte> Resolve(ReadOnlySpan<byte> line, string folder)
    {
        if (line.IndexOf(InJson) < 0)
        {
            return line;
        }

        var written = JsonEncodedText.Encode(folder == "/" ? "" : folder.TrimEnd('/')).EncodedUtf8Bytes;
        var resolved = new List<byte>(line.Length);
        for (int at; (at = line.IndexOf(InJson)) >= 0; line = line[(at + InJson.Length)..])
        {
            resolved.AddRange(line[..at]);
            resolved.AddRange(written);
        }

        resolved.AddRange(line);
        return resolved.ToArray();
    }
}
