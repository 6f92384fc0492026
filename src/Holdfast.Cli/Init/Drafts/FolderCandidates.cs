using Holdfast.Agent.Discovery;

namespace Holdfast.Cli.Init.Drafts;

/// <summary>Which of the folders that things work in become systems: none twice, none inside another, and none of the operating system's.</summary>
/// <param name="LeftOut">A sentence each, of those that need a word.</param>
internal sealed record FolderCandidates(IReadOnlyList<FolderCandidates.Candidate> Kept, IReadOnlyList<string> LeftOut)
{
    // As a whole too much, and most of it comes with packages.
    private static readonly HashSet<string> TooWide =
        ["/", "/bin", "/sbin", "/lib", "/lib64", "/usr", "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/share",
            "/usr/local", "/usr/local/bin", "/var", "/var/lib", "/var/log", "/var/cache"];

    private static readonly string[] NoData = ["/proc", "/sys", "/dev", "/run", "/tmp", "/var/tmp", "/boot", "/var/run"];

    /// <param name="Name">A good one for the system, before it was made fit for a plan.</param>
    internal sealed record Candidate(string Folder, string Name, string What);

    public static FolderCandidates Of(IReadOnlyList<Found> found)
    {
        var databases = found.Select(f => f switch { FoundPostgreSql p => p.Folder, FoundMariaDb m => m.Folder, _ => "" }).Where(d => d.Length > 0).ToArray();
        var uses = found.SelectMany(UsesIn).ToArray();
        // What someone chose is meant as it is.
        var chosen = found.OfType<FoundFolder>().Where(f => f.IsChosen).Select(f => f.Folder).ToHashSet();
        bool IsLeftOut(Candidate use) => !chosen.Contains(use.Folder) && IsTooWide(use.Folder);
        var leftOut = uses.Where(IsLeftOut).Select(u => $"{u.Folder}, {u.What}: it belongs to the operating system. If the business "
            + "keeps data there, add the folder that holds it.").Distinct();
        var kept = new List<Candidate>();
        foreach (var group in uses.Where(u => !IsLeftOut(u) && !Paths.IsIn(u.Folder, "/etc") && !databases.Any(d => Paths.IsIn(u.Folder, d)))
            .GroupBy(u => u.Folder).OrderBy(g => g.Key.Length).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            // What lies in another one is protected with it.
            if (!kept.Exists(k => Paths.IsIn(group.Key, k.Folder)))
            {
                kept.Add(new(group.Key, group.First().Name, $"{group.Key}, {string.Join(", and ", group.Select(u => u.What).Distinct())}."));
            }
        }

        return new([.. kept.OrderBy(k => k.Folder, StringComparer.Ordinal)], [.. leftOut]);
    }

    private static IEnumerable<Candidate> UsesIn(Found found) => found switch
    {
        FoundShare share => [new(share.Folder, share.Name, $"which {share.Service} shares as \"{share.Name}\"")],
        FoundSite site => [new(site.Folder, site.Name, $"which {site.Server} serves as {site.Name}")],
        FoundUnit { IsOwn: true } unit => unit.Folders.Select((f, i) => new Candidate(
            f, $"{Path.GetFileNameWithoutExtension(unit.Name)} {(i == 0 ? "files" : Path.GetFileName(f))}", $"where {unit.Name} works")),
        FoundFolder { IsChosen: true } folder => [new(folder.Folder, NameOf(folder.Folder), $"which was chosen: {folder.Why}")],
        _ => [],
    };

    // The last name alone says little of these.
    private static string NameOf(string folder) => folder switch
    {
        "/var/spool/cron" => "cron tables",
        "/var/mail" or "/var/vmail" => "mail",
        _ when Path.GetDirectoryName(folder) is "/home" => $"home of {Path.GetFileName(folder)}",
        _ => Path.GetFileName(folder),
    };

    private static bool IsTooWide(string folder) => TooWide.Contains(folder) || NoData.Any(n => Paths.IsIn(folder, n));
}
