namespace Holdfast.Sources.Kinds.Files;

/// <summary>The folder that a path leads to.</summary>
internal static class RealFolder
{
    /// <returns>The path itself, or where its link leads in the end; null: there is no folder.</returns>
    internal static string? Of(string path)
    {
        try
        {
            return !Directory.Exists(path) ? null : Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return null; // Links in a circle.
        }
    }

    /// <summary>Why there is none, in words.</summary>
    internal static string Missing(string path) => new FileInfo(path) switch
    {
        { LinkTarget: { } target } => $"the folder {path} is a link to {target}, where no folder is",
        { Exists: true } => $"{path} is a file and not a folder",
        _ => $"the folder {path} is not there",
    };
}
