using System.Buffers.Binary;
using System.Text;

namespace Holdfast.Restic.Backends.Sftp;

/// <summary>One packet from the server, read from its front. A packet that ends too early is an <see cref="InvalidDataException"/>.</summary>
internal sealed class SftpReply(byte type, byte[] bytes)
{
    private int _at;

    internal byte Type => type;

    internal bool IsAtEnd => _at == bytes.Length;

    internal uint Number() => BinaryPrimitives.ReadUInt32BigEndian(Take(4).Span);

    internal long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(8).Span);

    internal string Text() => Encoding.UTF8.GetString(Bytes().Span);

    internal ReadOnlyMemory<byte> Bytes()
    {
        var length = Number();
        return length <= bytes.Length - _at ? Take((int)length) : throw TooShort();
    }

    internal SftpAttributes Attributes()
    {
        var has = Number();
        long? size = (has & SftpWords.HasSize) != 0 ? Long() : null;
        Take((has & SftpWords.HasOwner) != 0 ? 8 : 0);
        uint? mode = (has & SftpWords.HasMode) != 0 ? Number() : null;
        Take((has & SftpWords.HasTimes) != 0 ? 8 : 0);
        for (var more = (has & SftpWords.HasExtended) != 0 ? Number() : 0; more > 0; more--)
        {
            Bytes();
            Bytes();
        }

        return new(size, mode);
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (length > bytes.Length - _at)
        {
            throw TooShort();
        }

        _at += length;
        return bytes.AsMemory(_at - length, length);
    }

    private static InvalidDataException TooShort() => new("a packet of the SFTP server ends too early");
}
