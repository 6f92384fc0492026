using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>
/// A path of any bytes, which a file name may be. Kept as text with one character for each byte, so that <c>/</c> splits it and order and
/// equality are those of bytes.
/// </summary>
internal readonly record struct RawPath(string Latin)
{
    internal static RawPath Root { get; } = new("/");

    internal static RawPath Here { get; } = new(".");

    internal bool IsAbsolute => Latin.StartsWith('/');

    internal bool IsEmpty => Latin.Length == 0;

    internal byte[] Bytes => Encoding.Latin1.GetBytes(Latin);

    /// <summary>The names between the slashes.</summary>
    internal IReadOnlyList<RawPath> Names => [.. Latin.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(n => new RawPath(n))];

    /// <summary>The folder that the last name is looked up in.</summary>
    internal RawPath Parent => Latin.LastIndexOf('/') switch
    {
        < 0 => Here,
        0 => Root,
        var slash => new(Latin[..slash]),
    };

    /// <summary>The last name; that of the root is <c>.</c></summary>
    internal RawPath Name => Latin[(Latin.LastIndexOf('/') + 1)..] is { Length: > 0 } name ? new(name) : Here;

    /// <param name="path">As <see cref="RawText"/>.</param>
    internal static RawPath Of(string path) => Of(RawText.ToBytes(path));

    internal static RawPath Of(ReadOnlySpan<byte> path) => new(Encoding.Latin1.GetString(path));

    internal RawPath Join(RawPath name) => new RawPath($"{Latin}/{name.Latin}").Clean();

    /// <summary>
    /// The shortest path that says the same, by its text alone: no empty names, no <c>.</c>, and <c>..</c> only in front. Never empty.
    /// </summary>
    internal RawPath Clean()
    {
        List<string> names = [];
        foreach (var name in Latin.Split('/').Where(n => n is not ("" or ".")))
        {
            if (name != ".." || (!IsAbsolute && (names.Count == 0 || names[^1] == "..")))
            {
                names.Add(name);
            }
            else if (names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
        }

        var joined = string.Join('/', names);
        return new(IsAbsolute ? "/" + joined : joined.Length > 0 ? joined : ".");
    }

    /// <summary>From the root, where the program is now.</summary>
    internal RawPath Absolute() => IsAbsolute ? Clean() : Of(RawEnvironment.WorkingFolder).Join(this);

    /// <summary>Without loss.</summary>
    internal string ToText() => RawText.FromBytes(Bytes);

    /// <summary>For people: bytes that are not UTF-8 become replacement characters.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
