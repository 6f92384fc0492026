using System.Text;
using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends;

/// <summary>Reads files that others name: a pipe or a device there would be waited for without end.</summary>
public static class RegularFile
{
    /// <param name="most">In bytes.</param>
    /// <returns>Null: there is no such file, it is not a regular one, or it is longer than that.</returns>
    public static string? ReadText(string path, int most)
    {
        try
        {
            using var file = Posix.OpenPath(Encoding.UTF8.GetBytes(path), Libc.ReadOnly | Libc.NonBlocking);
            var status = file.Status();
            if (status.Type != FileStatus.Regular || status.Size > most)
            {
                return null;
            }

            var bytes = new byte[status.Size];
            return Encoding.UTF8.GetString(bytes.AsSpan(0, file.ReadFully(bytes, 0)));
        }
        catch (SystemCallException)
        {
            return null;
        }
    }
}
