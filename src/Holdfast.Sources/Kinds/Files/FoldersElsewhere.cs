using System.IO.Enumeration;

namespace Holdfast.Sources.Kinds.Files;

/// <summary>
/// Links in a folder that lead to folders outside of it. A copy has the link and nothing of what it leads to, which is seen only on the day on
/// which the link leads nowhere. Of the topmost levels, where such links are made by hand; those into the operating system are no one's data.
/// </summary>
internal static class FoldersElsewhere
{
    private const int Levels = 3;

    private static readonly string[] System = ["/usr/", "/lib/", "/lib64/", "/bin/", "/sbin/", "/proc/", "/sys/", "/dev/", "/run/"];

    /// <returns>What to say of them; null: there are none.</returns>
    internal static string? Warning(string folder, IReadOnlyList<string> excludes)
    {
        var found = In(folder, folder, Levels).Where(link => !excludes.Any(pattern => Leaves(pattern, link.Name))).ToArray();
        return found.Length == 0 ? null
            : $"{found.Length} {(found.Length == 1 ? "link leads" : "links lead")} to folders outside of {folder}, whose content is not copied, first {found[0].Name} to {found[0].To} "
                + "(HINT: protect that folder as a system of its own, and leave the link out with  exclude:)";
    }

    private static IEnumerable<(string Name, string To)> In(string root, string folder, int levels)
    {
        foreach (var entry in Entries(folder))
        {
            if (entry.LinkTarget is null)
            {
                if (levels > 1)
                {
                    foreach (var deeper in In(root, entry.FullName, levels - 1))
                    {
                        yield return deeper;
                    }
                }
            }
            else if (RealFolder.Of(entry.FullName) is { } to && to != root && !to.StartsWith(root + "/", StringComparison.Ordinal) && !IsOfSystem(to))
            {
                yield return (Path.GetRelativePath(root, entry.FullName), to);
            }
        }
    }

    private static bool IsOfSystem(string folder) => System.Any(place => (folder + "/").StartsWith(place, StringComparison.Ordinal));

    private static bool Leaves(string pattern, string name) =>
        name.Split('/').Any(part => FileSystemName.MatchesSimpleExpression(pattern.TrimEnd('/').Split('/')[^1], part, ignoreCase: false));

    private static DirectoryInfo[] Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetDirectories();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // The copy itself says what could not be read.
        }
    }
}
