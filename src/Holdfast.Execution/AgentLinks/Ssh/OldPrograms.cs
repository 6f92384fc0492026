using System.Globalization;
using Holdfast.Sources.Processes;

namespace Holdfast.Execution.AgentLinks.Ssh;

/// <summary>Programs that leaders put on this host, each in a folder of its own: one that no leader asked for since the one before the last is removed.</summary>
public static class OldPrograms
{
    /// <summary>Two, so that leaders of two versions do not put theirs there again and again.</summary>
    private const int Kept = 2;

    private const int HashLength = 64;

    /// <summary>What a delivery that was cut off left is no one's any more.</summary>
    private static readonly TimeSpan Delivering = TimeSpan.FromDays(1);

    /// <param name="agent">The agent's folder.</param>
    public static void Remove(string agent, DateTimeOffset now)
    {
        var programs = new DirectoryInfo(Path.Join(agent, "programs"));
        if (!programs.Exists)
        {
            return;
        }

        var running = new Lazy<HashSet<string>>(Running);
        var all = programs.GetDirectories();
        var old = all.Where(p => p.Name.Length == HashLength && p.Name.All(char.IsAsciiHexDigitLower)).OrderByDescending(p => p.LastWriteTimeUtc).Skip(Kept).Where(p => !running.Value.Contains(p.FullName));
        var leftOver = all.Where(p => p.Name.StartsWith(".new-", StringComparison.Ordinal) && now - p.LastWriteTimeUtc > Delivering);
        foreach (var folder in old.Concat(leftOver))
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Of another user, or removed by another agent at this moment: a tidy folder is no reason to fail an order.
            }
        }
    }

    /// <summary>The folders of programs that run.</summary>
    private static HashSet<string> Running() =>
        [.. ProcessTable.All().Select(p => new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{p.Pid}/exe"))).Select(TargetFolderOf).OfType<string>()];

    private static string? TargetFolderOf(FileInfo link)
    {
        try
        {
            return Path.GetDirectoryName(link.LinkTarget);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended, or is another user's.
        }
    }
}
