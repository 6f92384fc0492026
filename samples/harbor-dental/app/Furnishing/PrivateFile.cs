using System.Text;

namespace HarborDental.Furnishing;

/// <summary>A file that nobody but its owner can read, from its first moment on.</summary>
internal static class PrivateFile
{
    public static void Create(string path, string text)
    {
        using var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        stream.Write(Encoding.ASCII.GetBytes(text));
    }
}
