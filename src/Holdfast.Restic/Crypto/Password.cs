using System.Text;

namespace Holdfast.Restic.Crypto;

/// <summary>A repository's password, as UTF-8 bytes. It never prints itself.</summary>
public sealed class Password
{
    private readonly byte[] _bytes;

    /// <param name="text">Used to the letter; an empty one is refused.</param>
    public Password(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
        if (text.Length == 0)
        {
            throw new RepositoryException(RepositoryFault.Request, "the password is empty", "give one that is not");
        }
    }

    private Password(byte[] bytes) => _bytes = bytes;

    /// <summary>For a repository that anybody may read who has it.</summary>
    public static Password Empty { get; } = new([]);

    internal ReadOnlySpan<byte> Bytes => _bytes;

    public override string ToString() => "(password)";
}
