using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends;

/// <summary>
/// Writing that survives a power failure. .NET's own flush returns normally when fsync fails, so all that must last goes
/// through here. Failures are <see cref="IOException"/>; after a failed flush the file's content is unknown: write it anew.
/// </summary>
public static partial class Durable
{
    /// <summary>In the names of files that have not yet got their own, behind that name; the process that writes one follows.</summary>
    public const string Mark = "-tmp-";

    /// <summary>A few kilobytes are written in far less, on however slow a disk.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);

    /// <summary>Waits until what was written to the file is on the disk.</summary>
    public static void Flush(SafeHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        while (Libc.fsync_handle(file) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is Libc.NotSupported or Libc.NoSuchCall)
            {
                // What can be asked of a file system that has no fsync. (A pipe, which is no file at all, is another error.)
                Libc.sync();
                return;
            }

            if (error != Libc.Interrupted)
            {
                throw new SystemCallException("fsync", "a file"u8, error);
            }
        }
    }

    /// <summary>Waits until the folder's entries (files made, renamed, removed) are on the disk.</summary>
    public static void FlushFolder(string folder)
    {
        using var open = Posix.OpenPath(RawText.ToBytes(folder), Libc.ReadOnly | Libc.DirectoryOnly);
        open.Flush();
    }

    /// <summary>Writes a whole file so that its name shows either what was there before or all of the new content.</summary>
    /// <param name="mode">Permission bits of the new file, without those that the process withholds from all that it makes (umask).</param>
    public static void WriteWhole(string path, ReadOnlySpan<byte> content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite) =>
        WriteWhole(path, content, mode, forAll: false);

    /// <summary>The same for a file that other users of the machine are to read, whatever the process withholds from what it makes.</summary>
    public static void WriteWholeForAll(string path, ReadOnlySpan<byte> content) =>
        WriteWhole(path, content, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, forAll: true);

    private static void WriteWhole(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool forAll)
    {
        var full = RawFile.FullPath(path);
        var name = RawText.ToBytes(Path.GetFileName(full));
        using var folder = Posix.OpenPath(RawText.ToBytes(Path.GetDirectoryName(full) ?? "/"), Libc.ReadOnly | Libc.DirectoryOnly);
        WriteTemporary(folder, name, content, (uint)mode, temporary => Posix.RenameAt(folder, temporary, name), forAll);
    }

    /// <summary>
    /// Removes what killed processes left of files that they were writing, in a folder: what is older than any write takes, unless the process
    /// that wrote it is still about. For folders that are one machine's and hold nothing but what this program writes.
    /// </summary>
    /// <param name="under">Whether in the folders under it, too.</param>
    public static void RemoveLeftOver(string folder, DateTimeOffset now, bool under)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"*{Mark}*", under ? Everything : Here).Where(f => IsLeftOver(f, now)).ToArray())
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is in nobody's way; the next one may remove it.
            }
        }
    }

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private static readonly EnumerationOptions Here = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private static bool IsLeftOver(string file, DateTimeOffset now) =>
        Temporary().Match(Path.GetFileName(file)) is { Success: true } name
        && now - File.GetLastWriteTimeUtc(file) > LongestWrite
        && !(int.TryParse(name.Groups["process"].Value, CultureInfo.InvariantCulture, out var process) && ThisMachine.IsRunning(process));

    /// <summary>Without a process: from before that was written.</summary>
    [GeneratedRegex(@"-tmp-((?<process>[0-9]+)-)?[0-9a-f]{32}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Temporary();

    /// <summary>The same for a name that must not exist yet.</summary>
    /// <returns>False when the name exists; its content is left alone.</returns>
    internal static bool TryWriteNew(OpenFile folder, byte[] name, ReadOnlySpan<byte> content, uint mode)
    {
        var isNew = true;
        WriteTemporary(folder, name, content, mode, temporary =>
        {
            // A link, unlike a rename, refuses a name that exists. File systems say in many ways that they have none; then a rename has to do,
            // and when that fails too, its reason is the one to tell.
            try
            {
                Posix.LinkAt(folder, temporary, folder, name);
            }
            catch (SystemCallException e) when (e.Error != Libc.Exists)
            {
                isNew = Posix.TryRenameNewAt(folder, temporary, name);
                if (isNew)
                {
                    return;
                }
            }
            catch (SystemCallException)
            {
                isNew = false;
            }

            Posix.RemoveAt(folder, temporary, isFolder: false);
        });
        return isNew;
    }

    private static void WriteTemporary(OpenFile folder, byte[] name, ReadOnlySpan<byte> content, uint mode, Action<byte[]> publish, bool forAll = false)
    {
        var more = string.Create(CultureInfo.InvariantCulture, $"{Mark}{Environment.ProcessId}-{Guid.NewGuid():N}");
        byte[] temporary = [.. name, .. Encoding.ASCII.GetBytes(more)];
        try
        {
            using (var file = Posix.OpenAt(folder, temporary, Libc.WriteOnly | Libc.Create | Libc.Exclusive, mode))
            {
                if (forAll)
                {
                    file.SetMode(mode); // Before it has its name: no reader meets a file that it may not read.
                }

                file.Write(content);
                file.Flush();
            }

            publish(temporary);
        }
        catch (Exception e) // Whatever it was, the half-written file goes.
        {
            RemoveQuietly(folder, temporary);
            if (e is SystemCallException failure)
            {
                throw failure.Of(more);
            }

            throw;
        }

        folder.Flush();
    }

    private static void RemoveQuietly(OpenFile folder, byte[] temporary)
    {
        try
        {
            Posix.RemoveAt(folder, temporary, isFolder: false);
        }
        catch (SystemCallException)
        {
            // It was never made, or it cannot be removed either: the first failure is the one to report.
        }
    }
}
