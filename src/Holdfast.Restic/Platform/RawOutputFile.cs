using Microsoft.Win32.SafeHandles;

namespace Holdfast.Restic.Platform;

/// <summary>
/// A file that is written front to back and gets its name when it is whole. A pipe, a device or what a link points to is written to as it is.
/// </summary>
public sealed class RawOutputFile : IDisposable
{
    private readonly OpenFile? _folder;
    private readonly OpenFile _file;
    private readonly byte[] _name, _temporary;
    private bool _isWhole;

    /// <param name="path">As <see cref="RawText"/>.</param>
    /// <exception cref="SystemCallException">It cannot be written.</exception>
    public RawOutputFile(string path)
    {
        var raw = RawPath.Of(path);
        _name = raw.Name.Bytes;
        _temporary = [.. _name, .. ".holdfast-partial"u8];
        var folder = Posix.OpenPath(raw.Parent.Bytes, Libc.ReadOnly | Libc.DirectoryOnly);
        try
        {
            if (Posix.TryStatusAt(folder, _name) is null or { Type: FileStatus.Regular })
            {
                _file = Posix.OpenAt(folder, _temporary, Libc.WriteOnly | Libc.Create | Libc.Truncate, 0x1B6); // 0666, less what the umask takes
                _folder = folder;
            }
            else
            {
                _file = Posix.OpenPath(raw.Bytes, Libc.WriteOnly | Libc.Truncate);
            }

            Stream = new FileStream(new SafeFileHandle(_file.Descriptor, ownsHandle: false), FileAccess.Write);
        }
        finally
        {
            if (_folder is null)
            {
                folder.Dispose();
            }
        }
    }

    public Stream Stream { get; }

    /// <summary>Everything is written.</summary>
    public void Finish()
    {
        Stream.Dispose();
        _file.Dispose();
        if (_folder is not null)
        {
            Posix.RenameAt(_folder, _temporary, _name);
        }

        _isWhole = true;
    }

    public void Dispose()
    {
        if (!_isWhole)
        {
            if (_folder is not null)
            {
                Posix.RemoveAt(_folder, _temporary, isFolder: false);
            }

            Stream.Dispose();
            _file.Dispose();
        }

        _folder?.Dispose();
    }
}
