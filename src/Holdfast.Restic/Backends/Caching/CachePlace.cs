using Holdfast.Restic.Platform;

namespace Holdfast.Restic.Backends.Caching;

/// <summary>Where restic's cache is on this machine, and its housekeeping.</summary>
public static class CachePlace
{
    // restic's: a cache that no one used for a month.
    private static readonly TimeSpan OldAfter = TimeSpan.FromDays(30);

    /// <summary><c>RESTIC_CACHE_DIR</c>, else <c>XDG_CACHE_HOME/restic</c>, else <c>~/.cache/restic</c>; null when there is no home either.</summary>
    public static string? Default =>
        Named("RESTIC_CACHE_DIR") ?? (Named("XDG_CACHE_HOME") is { } cache ? Path.Combine(cache, "restic")
            : Named("HOME") is { } home ? Path.Combine(home, ".cache", "restic")
            : null);

    /// <summary>Folders of repositories that no one on this machine used for 30 days.</summary>
    public static IReadOnlyList<string> OldIn(string root, DateTimeOffset now) => !Directory.Exists(root) ? [] :
        [.. Directory.EnumerateDirectories(root)
            .Where(d => FileName.IsId(Path.GetFileName(d)) && now - Directory.GetLastWriteTimeUtc(d) > OldAfter)
            .Order(StringComparer.Ordinal)];

    /// <summary>Removes them.</summary>
    /// <param name="tell">Told of each that cannot be removed; no operation fails for that.</param>
    public static void CleanUp(string root, DateTimeOffset now, Action<string> tell)
    {
        ArgumentNullException.ThrowIfNull(tell);
        if (!RawFile.IsFolder(root))
        {
            return;
        }

        foreach (var folder in OldIn(RawFile.Reachable(root), now))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                tell($"the old cache {folder} cannot be removed: {e.Message}");
            }
        }
    }

    private static string? Named(string variable) => RawEnvironment.Variable(variable) is { Length: > 0 } value ? value : null;
}
