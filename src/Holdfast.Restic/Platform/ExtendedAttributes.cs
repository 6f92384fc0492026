using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Restic.Platform;

/// <summary>
/// Extended attributes of a file beneath an open folder, links not followed. ACLs and capabilities travel as such attributes.
/// The kernel has no call relative to a folder, so the path goes through <c>/proc/self/fd</c>.
/// </summary>
internal static unsafe class ExtendedAttributes
{
    // The kernel's own limit for one value and for the list of names (XATTR_SIZE_MAX, XATTR_LIST_MAX).
    private const int Limit = 64 * 1024;

    internal static List<(string Name, byte[] Value)> Read(OpenFile folder, ReadOnlySpan<byte> name)
    {
        var path = PathOf(folder, name);
        var buffer = stackalloc byte[Limit];
        var length = Libc.llistxattr(path, buffer, Limit);
        if (length < 0)
        {
            var unsupported = Marshal.GetLastPInvokeError() == Libc.NotSupported;
            return unsupported ? [] : throw SystemCallException.Last("list attributes of", Posix.Join(folder.Path, name));
        }

        if (length == 0)
        {
            return [];
        }

        List<(string, byte[])> attributes = [];
        foreach (var attribute in RawText.FromBytes(new(buffer, (int)length)).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var size = Libc.lgetxattr(path, Posix.Terminated(RawText.ToBytes(attribute)), buffer, Limit);
            if (size >= 0)
            {
                attributes.Add((attribute, new ReadOnlySpan<byte>(buffer, (int)size).ToArray()));
            }
            else if (Marshal.GetLastPInvokeError() != Libc.NoData)
            {
                // NoData: someone removed it since it was listed, which is no error.
                throw SystemCallException.Last($"read attribute {attribute} of", Posix.Join(folder.Path, name));
            }
        }

        // In the order in which the file system has them: restic keeps it, and equal folders must give equal trees.
        return attributes;
    }

    internal static void Write(OpenFile folder, ReadOnlySpan<byte> name, string attribute, ReadOnlySpan<byte> value)
    {
        fixed (byte* p = value)
        {
            var done = Libc.lsetxattr(PathOf(folder, name), Posix.Terminated(RawText.ToBytes(attribute)), p, (nuint)value.Length, 0);
            if (done < 0)
            {
                throw SystemCallException.Last($"set attribute {attribute} of", Posix.Join(folder.Path, name));
            }
        }
    }

    /// <summary>The names of the attributes of exactly what is open.</summary>
    internal static string[] NamesOf(OpenFile file)
    {
        var buffer = stackalloc byte[Limit];
        var length = Libc.listxattr(Posix.DescriptorPath(file), buffer, Limit);
        if (length >= 0)
        {
            return RawText.FromBytes(new(buffer, (int)length)).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }

        return Marshal.GetLastPInvokeError() == Libc.NotSupported ? [] : throw SystemCallException.Last("list attributes of", file.Path);
    }

    internal static void Write(OpenFile file, string attribute, ReadOnlySpan<byte> value)
    {
        fixed (byte* p = value)
        {
            var name = Posix.Terminated(RawText.ToBytes(attribute));
            if (Libc.setxattr(Posix.DescriptorPath(file), name, p, (nuint)value.Length, 0) < 0)
            {
                throw SystemCallException.Last($"set attribute {attribute} of", file.Path);
            }
        }
    }

    internal static void Remove(OpenFile file, string attribute)
    {
        if (Libc.removexattr(Posix.DescriptorPath(file), Posix.Terminated(RawText.ToBytes(attribute))) < 0)
        {
            throw SystemCallException.Last($"remove attribute {attribute} of", file.Path);
        }
    }

    private static byte[] PathOf(OpenFile folder, ReadOnlySpan<byte> name) =>
        [.. Encoding.ASCII.GetBytes($"/proc/self/fd/{folder.Descriptor}/"), .. name, 0];
}
