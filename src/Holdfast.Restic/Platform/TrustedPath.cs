namespace Holdfast.Restic.Platform;

/// <summary>
/// Whether a path leads where whoever wrote it meant: in a folder that belongs to somebody else, a component can be a link that they put there, and what is
/// written by us goes to wherever it leads.
/// </summary>
public static class TrustedPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>Follows the path as far as there is something.</summary>
    /// <param name="path">Absolute, as text of .NET.</param>
    /// <returns>The first component that is a link which neither root nor this user made; null: none is.</returns>
    public static string? ForeignLinkIn(string path)
    {
        var left = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var at = "";
        for (var links = 0; left.TryPop(out var name);)
        {
            if (name == "..")
            {
                at = at[..Math.Max(0, at.LastIndexOf('/'))];
                continue;
            }

            var next = $"{at}/{name}";
            if (name == "." || TryStatus(next) is not { } there)
            {
                at = name == "." ? at : next;
                continue;
            }

            if (there.Type != FileStatus.Symlink)
            {
                at = next;
                continue;
            }

            if (!IsByUs(there) || ++links > MostLinks)
            {
                return next;
            }

            var target = new FileInfo(next).LinkTarget ?? "";
            at = target.StartsWith('/') ? "" : at;
            foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                left.Push(part);
            }
        }

        return null;
    }

    /// <returns>Whether it is a folder, and no link to one, that root or this user made; null: nothing is there.</returns>
    public static bool? IsOurFolder(string path) => TryStatus(path) is not { } there ? null : there.IsFolder && IsByUs(there);

    private static bool IsByUs(FileStatus there) => there.User == 0 || there.User == ThisMachine.User;

    private static FileStatus? TryStatus(string path)
    {
        try
        {
            return Posix.StatusOfPath(RawText.ToBytes(path));
        }
        catch (SystemCallException)
        {
            return null; // Nothing, or nothing that can be reached: whoever opens it is told.
        }
    }
}
