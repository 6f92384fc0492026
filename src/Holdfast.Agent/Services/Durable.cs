using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Agent.Services;

/// <summary>Writes that survive a power cut. .NET's own flush hides the error of a failing disk, hence fsync by hand.</summary>
internal static partial class Durable
{
    private const int CloseOnExec = 0x80000; // O_CLOEXEC of fcntl.h; reading (0) is all that fsync of a folder needs.

    internal static void Write(string file, byte[] content)
    {
        var temporary = $"{file}.new";
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, content, 0);
            Sync(handle);
        }

        File.Move(temporary, file, overwrite: true);
        using var folder = Open(Path.GetDirectoryName(file)!, CloseOnExec);
        Sync(folder);
    }

    private static void Sync(SafeFileHandle handle)
    {
        if (Fsync(handle) != 0) throw new IOException($"fsync failed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
