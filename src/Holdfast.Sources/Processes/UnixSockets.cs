using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Sources.Processes;

/// <summary>The Unix sockets of this host: <c>/proc/net/unix</c> says who listens where, and sock_diag(7) whom a connection leads to.</summary>
internal static partial class UnixSockets
{
    // From the kernel's linux/netlink.h, sock_diag.h and unix_diag.h.
    private const int NetlinkFamily = 16, RawCloseOnExec = 3 | 0x80000, SockDiag = 4;
    private const ushort ByFamily = 20, Request = 1;
    private const byte UnixFamily = 1;
    private const uint ShowName = 1, ShowPeer = 4;
    private const ushort NameAttribute = 0, PeerAttribute = 2;
    private const int HeaderLength = 16, RequestLength = 24, AnswerLength = 16, AttributeHead = 4;

    private const uint AcceptsConnections = 0x10000; // __SO_ACCEPTCON of linux/net.h
    private const int Fields = 7; // as proc_pid_net(5) lists those of net/unix; the eighth, the name, may be missing

    /// <summary>The sockets that accept connections, by the name at which they do; an abstract name begins with <c>@</c>.</summary>
    internal static ILookup<string, string> Listening()
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines("/proc/net/unix");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lines = [];
        }

        return lines.Skip(1).Select(line => line.Split(' ', Fields + 1, StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f.Length > Fields && (Hex(f[3]) & AcceptsConnections) != 0)
            .ToLookup(f => f[7], f => f[6], StringComparer.Ordinal);
    }

    /// <summary>Whom it leads to: the name at which the other end of a connection was reached.</summary>
    /// <param name="inode">Of the end that asked, as its descriptor names it.</param>
    /// <returns>Null: the other end has no name, as of a pair, or the socket is of another family or gone.</returns>
    internal static string? PeerNameOf(uint inode)
    {
        using var netlink = new SafeFileHandle(Socket(NetlinkFamily, RawCloseOnExec, SockDiag), ownsHandle: true);
        return !netlink.IsInvalid && Ask(netlink, inode, ShowPeer, PeerAttribute) is { Length: >= sizeof(uint) } peer
            && Ask(netlink, BitConverter.ToUInt32(peer), ShowName, NameAttribute) is { Length: > 0 } name
            ? Text(name)
            : null;
    }

    /// <returns>Null: the kernel knows no such socket, or says nothing of it.</returns>
    private static byte[]? Ask(SafeFileHandle netlink, uint inode, uint show, ushort wanted)
    {
        Span<byte> request = stackalloc byte[HeaderLength + RequestLength];
        request.Clear();
        Put(request, 0, (uint)request.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(request[4..], ByFamily);
        BinaryPrimitives.WriteUInt16LittleEndian(request[6..], Request);
        var body = request[HeaderLength..];
        body[0] = UnixFamily;
        Put(body, 4, uint.MaxValue); // In whatever state.
        Put(body, 8, inode);
        Put(body, 12, show);
        Put(body, 16, uint.MaxValue); // No cookie.
        Put(body, 20, uint.MaxValue);
        Span<byte> answer = stackalloc byte[4096];
        if (Send(netlink, request, request.Length, 0) != request.Length || Receive(netlink, answer, answer.Length, 0) is not (> HeaderLength + AnswerLength and var length)
            || BinaryPrimitives.ReadUInt16LittleEndian(answer[4..]) != ByFamily)
        {
            return null;
        }

        for (var rest = answer[(HeaderLength + AnswerLength)..(int)length]; rest.Length >= AttributeHead;)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (size < AttributeHead || size > rest.Length)
            {
                return null;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) == wanted)
            {
                return rest[AttributeHead..size].ToArray();
            }

            rest = rest[Math.Min(rest.Length, (size + 3) & ~3)..];
        }

        return null;

        static void Put(Span<byte> bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], value);
    }

    /// <summary>As <c>/proc/net/unix</c> writes it.</summary>
    private static string Text(byte[] name) => name[0] == 0 ? "@" + Encoding.UTF8.GetString(name, 1, name.Length - 1) : Encoding.UTF8.GetString(name).TrimEnd('\0');

    private static uint Hex(string text) => uint.TryParse(text, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : 0;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial nint Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeFileHandle socket, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeFileHandle socket, Span<byte> bytes, nint length, int flags);
}
