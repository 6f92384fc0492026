using System.Text;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Crypto;

/// <summary>A repository's password: any bytes, most often UTF-8. It never prints itself.</summary>
public sealed class Password
{
    private readonly byte[] _bytes;

    /// <param name="text">Used to the letter; as <see cref="RawText"/>, so it may hold bytes that are not UTF-8. An empty one is refused.</param>
    public Password(string text)
        : this(RawText.ToBytes(text))
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

    /// <summary>
    /// What earlier versions of Holdfast made of a password that is not UTF-8: each such byte became U+FFFD. A repository that they made opens only
    /// with it. Null: the password is UTF-8, and they used it as it is.
    /// </summary>
    internal Password? AsReadBefore
    {
        get
        {
            var before = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_bytes));
            return before.AsSpan().SequenceEqual(_bytes) ? null : new(before);
        }
    }

    public override string ToString() => "(password)";
}
