namespace Holdfast.Recovery.Plans;

/// <summary>Paths as a plan writes them: relative to its folder, or absolute. Compared as text; nothing is looked up.</summary>
internal static class PlanPath
{
    // Deep enough that no sensible number of ".." leads above it.
    internal const string PlanFolder = "/a/b/c/d/e/f/g/h/i/j/k/l";

    /// <returns>Whether the file stands somewhere under the folder.</returns>
    public static bool IsIn(string file, string folder)
    {
        var under = Path.GetFullPath(folder, PlanFolder).TrimEnd('/') + "/";
        return Path.GetFullPath(file, PlanFolder).StartsWith(under, StringComparison.Ordinal);
    }
}
