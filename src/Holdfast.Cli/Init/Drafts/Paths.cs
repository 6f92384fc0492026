namespace Holdfast.Cli.Init.Drafts;

/// <summary>Absolute paths, compared as text.</summary>
internal static class Paths
{
    /// <returns>Whether it is the folder or lies in it.</returns>
    public static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
