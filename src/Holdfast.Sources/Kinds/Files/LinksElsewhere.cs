using System.IO.Enumeration;

namespace Holdfast.Sources.Kinds.Files;

/// <summary>
/// Links in a folder that lead to files or folders outside of it. A copy has the link and nothing of what it leads to, which is seen only on the day
/// on which the link leads nowhere. Of the topmost levels, where such links are made by hand; those into the operating system are no one's data.
/// </summary>
internal static class LinksElsewhere
{
    private const int Levels = 3;

    /// <returns>What to say of them; null: there are none.</returns>
    internal static string? Warning(string folder, IReadOnlyList<string> excludes)
    {
        var found = In(folder, folder, Levels).Where(link => !excludes.Any(pattern => Leaves(pattern, link.Name))).ToArray();
        return found.Length == 0 ? null
            : $"{found.Length} {(found.Length == 1 ? "link leads" : "links lead")} out of {folder}, to what is not copied, first {found[0].Name} to {found[0].To} "
                + "(HINT: protect what it leads to as a system of its own, and leave the link out with  exclude:)";
    }

    private static IEnumerable<(string Name, string To)> In(string root, string folder, int levels)
    {
        foreach (var (path, isLink) in Entries(folder))
        {
            if (!isLink)
            {
                if (levels > 1)
                {
                    foreach (var deeper in In(root, path, levels - 1))
                    {
                        yield return deeper;
                    }
                }
            }
            else if (WhatIsAt(path) is { } to && to != root && !to.StartsWith(root + "/", StringComparison.Ordinal) && !SystemPlaces.Hold(to))
            {
                yield return (Path.GetRelativePath(root, path), to);
            }
        }
    }

    private static bool Leaves(string pattern, string name) =>
        name.Split('/').Any(part => FileSystemName.MatchesSimpleExpression(pattern.TrimEnd('/').Split('/')[^1], part, ignoreCase: false));

    /// <returns>Null: the link leads nowhere, so there is nothing that a copy could miss.</returns>
    private static string? WhatIsAt(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: true) is { FullName: var end } && (Directory.Exists(end) || File.Exists(end)) ? end : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Links in a circle, or it is gone by now.
        }
    }

    /// <summary>Folders and links, by name: a folder may hold a million files that are neither.</summary>
    private static (string Path, bool IsLink)[] Entries(string folder)
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<(string Path, bool IsLink)>(folder, static (ref entry) => (entry.ToFullPath(), IsLink(ref entry)))
                {
                    ShouldIncludePredicate = static (ref entry) => entry.IsDirectory || IsLink(ref entry),
                }.OrderBy(e => e.Path, StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // The copy itself says what could not be read.
        }

        static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
    }
}
