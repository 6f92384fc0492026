using System.Text;
using Holdfast.Restic.Backends;
using Holdfast.Restic.Crypto;
using Holdfast.Sources.Secrets;

namespace Holdfast.Execution.Keys;

/// <summary>A key on its way to where it will be kept: in a file that only its owner can read, whole or not at all.</summary>
public sealed class NewKeyFile(string path)
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path => path;

    public bool IsThere => File.Exists(path);

    /// <summary>The key that is in it, or a new one, which is then in it for good.</summary>
    /// <exception cref="IOException">It cannot be read or written, or is not a key that can be typed from paper.</exception>
    public Password Take()
    {
        if (!IsThere)
        {
            Durable.WriteWhole(path, Encoding.ASCII.GetBytes(PaperKey.New() + "\n"), OwnersOnly);
        }

        return new(PaperKey.Read(File.ReadAllText(path)).Key ?? throw new IOException($"{path} is there and is not a new key: move it away"));
    }

    /// <summary>Puts it into the place of the key that is used. What was there is kept beside it.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public void Replace(string used, string kept)
    {
        if (!IsThere)
        {
            return; // That was done before.
        }

        Durable.WriteWhole(kept, File.ReadAllBytes(used), OwnersOnly);
        File.SetUnixFileMode(path, OwnersOnly);
        File.Move(path, used, overwrite: true);
        Durable.FlushFolder(System.IO.Path.GetDirectoryName(used)!);
    }

    /// <exception cref="IOException">It cannot be removed.</exception>
    public static void Remove(string path)
    {
        File.Delete(path);
        Durable.FlushFolder(System.IO.Path.GetDirectoryName(path)!);
    }
}
