using Holdfast.Presentation;
using Holdfast.Restic.Platform;

namespace Holdfast.Cli.Repo;

/// <summary>Text files that an option names, as <see cref="RawText"/>.</summary>
internal static class SmallFile
{
    /// <param name="what">What the file is, for the message.</param>
    /// <exception cref="UsageException">It cannot be read.</exception>
    internal static string Read(string path, string what)
    {
        try
        {
            return RawText.FromFile(RawFile.ReadAll(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the {what} {path}: {e.Message}", cause: e);
        }
    }
}
