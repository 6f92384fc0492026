using System.Buffers.Binary;
using System.Globalization;

namespace Holdfast.Restic.Operations.Dumps;

/// <summary>An ACL as Linux keeps it in an extended attribute, in the words that tar programs read: <c>user:1000:r-x,mask::rwx</c>.</summary>
internal static class AclText
{
    private const int Version = 2, HeaderSize = 4, EntrySize = 8;

    /// <returns>Null: it is no ACL.</returns>
    internal static string? Of(ReadOnlySpan<byte> value)
    {
        if (value.Length < HeaderSize || (value.Length - HeaderSize) % EntrySize != 0 || BinaryPrimitives.ReadInt32LittleEndian(value) != Version)
        {
            return null;
        }

        List<string> entries = [];
        for (var rest = value[HeaderSize..]; !rest.IsEmpty; rest = rest[EntrySize..])
        {
            var id = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]).ToString(CultureInfo.InvariantCulture);
            var who = BinaryPrimitives.ReadUInt16LittleEndian(rest) switch
            {
                0x01 => "user:",
                0x02 => "user:" + id,
                0x04 => "group:",
                0x08 => "group:" + id,
                0x10 => "mask:",
                0x20 => "other:",
                _ => null,
            };
            if (who is null)
            {
                return null;
            }

            var rights = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            entries.Add($"{who}:{Right(4, 'r')}{Right(2, 'w')}{Right(1, 'x')}");

            char Right(int bit, char letter) => (rights & bit) != 0 ? letter : '-';
        }

        return string.Join(',', entries);
    }
}
