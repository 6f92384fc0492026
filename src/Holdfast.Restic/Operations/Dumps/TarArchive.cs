using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Holdfast.Restic.Faults;
using Holdfast.Restic.Platform;
using Holdfast.Restic.Snapshots;

namespace Holdfast.Restic.Operations.Dumps;

/// <summary>
/// POSIX.1-2001 tar. What a plain header cannot hold stands in a pax header before it: long names and others than ASCII, large sizes and
/// numbers, times to the nanosecond, extended attributes and ACLs. .NET's own writer is not used because its names and attributes are
/// text, and a snapshot's are bytes.
/// </summary>
internal sealed class TarArchive(Stream output) : IArchive
{
    private const int Block = 512, NameLength = 100, OwnerLength = 32;
    private const long LargestSize = 0x1_ffff_ffff, LargestNumber = 0x1f_ffff; // eleven and seven octal digits

    private long _left, _padding;

    public async Task BeginAsync(ArchiveEntry entry, CancellationToken ct)
    {
        await EndEntryAsync(ct);
        if (TypeOf(entry.Node.Type) is not { } type)
        {
            return;
        }

        byte[] path = type == '5' ? [.. entry.Path, (byte)'/'] : entry.Path;
        var link = type == '2' ? entry.Node.LinkTarget.ToArray() : [];
        var size = type == '0' ? (long)entry.Node.Size : 0;
        var records = Records(entry.Node, path, link, size);
        if (records.Length > 0)
        {
            var header = new TreeNode { RawName = default, Mode = 0x1a4 };
            await WriteHeaderAsync("pax_header"u8.ToArray(), [], 'x', header, records.Length, ct);
            await output.WriteAsync(records, ct);
            await output.WriteAsync(new byte[Padding(records.Length)], ct);
        }

        await WriteHeaderAsync(path, link, type, entry.Node, size, ct);
        (_left, _padding) = (size, Padding(size));
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        _left -= content.Length;
        if (_left < 0)
        {
            throw RepositoryException.Damaged("the content of a file is longer than the snapshot says");
        }

        await output.WriteAsync(content, ct);
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        await EndEntryAsync(ct);
        await output.WriteAsync(new byte[2 * Block], ct);
    }

    public void Dispose()
    {
    }

    private static char? TypeOf(NodeType type) => type switch
    {
        NodeType.File => '0',
        NodeType.Symlink => '2',
        NodeType.CharacterDevice => '3',
        NodeType.BlockDevice => '4',
        NodeType.Folder => '5',
        NodeType.Fifo => '6',
        _ => null,
    };

    private static long Padding(long length) => (Block - (length % Block)) % Block;

    private static byte[] Records(TreeNode node, byte[] path, byte[] link, long size)
    {
        using var records = new MemoryStream();
        if (!Utf8.IsValid(path) || !Utf8.IsValid(link))
        {
            Add("hdrcharset", "BINARY"u8);
        }

        AddIf(!IsPlain(path, NameLength), "path", path);
        AddIf(!IsPlain(link, NameLength), "linkpath", link);
        AddIf(size > LargestSize, "size", Number(size));
        AddIf(node.UserId > LargestNumber, "uid", Number(node.UserId));
        AddIf(node.GroupId > LargestNumber, "gid", Number(node.GroupId));
        AddIf(!IsPlain(Encoding.UTF8.GetBytes(node.User), OwnerLength), "uname", Encoding.UTF8.GetBytes(node.User));
        AddIf(!IsPlain(Encoding.UTF8.GetBytes(node.Group), OwnerLength), "gname", Encoding.UTF8.GetBytes(node.Group));
        AddIf(node.Modified.Nanoseconds != 0 || node.Modified.Seconds is < 0 or > LargestSize, "mtime", Time(node.Modified));
        AddIf(node.Accessed != node.Modified, "atime", Time(node.Accessed));
        foreach (var attribute in node.ExtendedAttributes)
        {
            AddAttribute(attribute);
        }

        return records.ToArray();

        void AddAttribute(Xattr attribute)
        {
            var kind = attribute.Name switch
            {
                "system.posix_acl_access" => "access",
                "system.posix_acl_default" => "default",
                _ => null,
            };
            if (kind is not null && AclText.Of(attribute.Value.Span) is { } text)
            {
                Add("SCHILY.acl." + kind, Encoding.ASCII.GetBytes(text));
            }
            else if (!attribute.Name.Contains('=', StringComparison.Ordinal))
            {
                Add("SCHILY.xattr." + attribute.Name, attribute.Value.Span);
            }
        }

        void AddIf(bool needed, string key, byte[] value)
        {
            if (needed)
            {
                Add(key, value);
            }
        }

        // "LENGTH KEY=VALUE\n", and the length counts its own digits.
        void Add(string key, ReadOnlySpan<byte> value)
        {
            var name = RawText.ToBytes(key);
            var rest = name.Length + value.Length + 3;
            var length = rest + Digits(rest);
            length = rest + Digits(length);
            records.Write(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture) + " "));
            records.Write(name);
            records.Write("="u8);
            records.Write(value);
            records.Write("\n"u8);
        }

        static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
    }

    private static bool IsPlain(ReadOnlySpan<byte> text, int limit) => text.Length <= limit && Ascii.IsValid(text);

    private static byte[] Number(long number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    // A decimal number: of -1.75 s the system says -2 s and 250 000 000 ns.
    private static byte[] Time(FileTime time)
    {
        var isNegative = time is { Seconds: < 0, Nanoseconds: > 0 };
        var seconds = isNegative ? time.Seconds + 1 : time.Seconds;
        var nanoseconds = isNegative ? 1_000_000_000 - time.Nanoseconds : time.Nanoseconds;
        var sign = isNegative && seconds == 0 ? "-" : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds}.{nanoseconds:D9}").TrimEnd('0').TrimEnd('.');
        return Encoding.ASCII.GetBytes(text);
    }

    private async Task EndEntryAsync(CancellationToken ct)
    {
        if (_left != 0)
        {
            throw RepositoryException.Damaged("the content of a file is shorter than the snapshot says");
        }

        await output.WriteAsync(new byte[_padding], ct);
        _padding = 0;
    }

    private async Task WriteHeaderAsync(byte[] path, byte[] link, char type, TreeNode node, long size, CancellationToken ct)
    {
        var header = new byte[Block];
        Text(0, NameLength, path);
        Octal(100, 8, NodeMode.PosixPermissions(node.Mode));
        Octal(108, 8, node.UserId);
        Octal(116, 8, node.GroupId);
        Octal(124, 12, size);
        Octal(136, 12, Math.Max(0, node.Modified.Seconds));
        header.AsSpan(148, 8).Fill((byte)' ');
        header[156] = (byte)type;
        Text(157, NameLength, link);
        Text(257, 8, "ustar\00000"u8);
        Text(265, OwnerLength, Encoding.UTF8.GetBytes(node.User));
        Text(297, OwnerLength, Encoding.UTF8.GetBytes(node.Group));
        if (type is '3' or '4')
        {
            Octal(329, 8, (long)(((node.Device >> 8) & 0xfff) | ((node.Device >> 32) & ~0xffful)));
            Octal(337, 8, (long)((node.Device & 0xff) | ((node.Device >> 12) & ~0xfful)));
        }

        var sum = 0;
        foreach (var b in header)
        {
            sum += b;
        }

        Octal(148, 7, sum);
        await output.WriteAsync(header, ct);

        // What does not fit stands in the pax header, and whoever reads that does not look here.
        void Text(int at, int length, ReadOnlySpan<byte> text) => text[..Math.Min(length, text.Length)].CopyTo(header.AsSpan(at));

        void Octal(int at, int length, long number)
        {
            var digits = Convert.ToString(number, 8).PadLeft(length - 1, '0');
            Encoding.ASCII.GetBytes(digits.AsSpan(digits.Length - length + 1), header.AsSpan(at));
            header[at + length - 1] = 0;
        }
    }
}
