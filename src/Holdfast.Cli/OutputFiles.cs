using System.Text;
using Holdfast.Presentation;
using Holdfast.Restic.Backends;

namespace Holdfast.Cli;

/// <summary>The files that a command is to write, refused before anything is written where that cannot go well.</summary>
/// <param name="read">Files that must not be written over.</param>
internal sealed class OutputFiles(IEnumerable<string> read)
{
    private readonly HashSet<string> _taken = [.. read.Select(Path.GetFullPath)];

    /// <returns>The absolute path.</returns>
    /// <param name="option">Where it was named, for the message.</param>
    /// <exception cref="UsageException">It cannot be written, or something else is there that would be lost.</exception>
    public string Add(string option, string path)
    {
        var full = path.Length == 0 ? throw new UsageException($"{option} names no file.", "Name one.") : Path.GetFullPath(path);
        if (!_taken.Add(full))
        {
            throw new UsageException($"{option} {path} is a file that is read or written already.", "Name another file.");
        }

        if (Directory.Exists(full))
        {
            throw new UsageException($"{option} {path} is a folder.", $"Name a file in it, such as {Path.Combine(path, "recovery-kit.html")}.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw new UsageException($"{option} {path}: there is no folder {Path.GetDirectoryName(full)}.", "Make it, or name a file in another one.");
        }

        // A rename would put a file in the place of a link, or of a device such as /dev/stdout.
        return !File.Exists(full) || IsPlain(full)
            ? full
            : throw new UsageException($"{option} {path} is a link or a device, not a file.", "Name the file itself.");
    }

    /// <param name="path">As <see cref="Add"/> gave it; written whole or not at all.</param>
    public static void Write(string path, string text) => Durable.WriteWhole(path, Encoding.UTF8.GetBytes(text));

    private static bool IsPlain(string path) => File.GetAttributes(path) is var a && (a & (FileAttributes.ReparsePoint | FileAttributes.Device)) == 0;
}
