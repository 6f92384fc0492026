using Holdfast.Agent.Discovery;

namespace Holdfast.Cli.Init.Drafts;

/// <summary>What was found and this version cannot protect. It is said aloud, because no one misses a copy until it is needed.</summary>
internal static class Unprotected
{
    private static readonly string[] SystemPlaces = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/lib/"];

    /// <param name="isCopied">Whether a file or folder is in a system of the plan.</param>
    public static IEnumerable<string> Of(IReadOnlyList<Found> found, Func<string, bool> isCopied) => found.Select(f => f switch
    {
        FoundPostgreSql { IsRunning: false } p => $"PostgreSQL {p.Version} in {p.Folder}, which does not run: copies are taken from a running server. "
            + "If it is used, start it and run init again; "
            + "if not, it needs no copies.",
        FoundMariaDb m => $"MariaDB or MySQL in {m.Folder}: this version copies no such server. Until it does, let its own program (mariadb-dump or mysqldump) "
            + "write a dump every night into a folder, and protect that folder with  files:",
        FoundContainer { Mounts.IsEmpty: false } c => $"Container {c.Name} ({c.Image}, run by {c.Program}): this version copies no volumes, and it "
            + $"has {string.Join(", ", c.Mounts)}. "
            + "Until it does, let what runs in it write dumps into a folder, and protect that folder with  files:",
        FoundContainer c => $"Container {c.Name} ({c.Image}, run by {c.Program}): it keeps nothing outside of itself; what is in it is lost with it.",
        FoundComposeFile c => $"The containers of {c.File}: this version neither copies their volumes nor starts them. Folders beside that file may hold databases, "
            + "which are not consistent when they are copied as files.",
        FoundUnit { IsOwn: true, IsJob: true } job => $"The job {job.Name}: {(isCopied("/etc") ? "its file is among the configuration, but" : "its file is in no copy, and")} "
            + "nothing here starts it again or checks it.",
        FoundJob job => OfJob(job, isCopied),
        FoundFolder { IsChosen: false } folder => $"{folder.Folder}{(folder.Files == 0 ? "" : $" ({FoundWords.Files(folder)})")}: {folder.Why}. Nothing else here uses it, and it was not "
            + "chosen. If the business needs it, protect it with  files:",
        _ => "",
    }).Where(sentence => sentence.Length > 0);

    private static string OfJob(FoundJob job, Func<string, bool> isCopied)
    {
        var program = job.Command.Split(' ').FirstOrDefault(w => w.StartsWith('/')) ?? "";
        var isElsewhere = program.Length > 0 && program != job.File && !isCopied(program) && !IsOfSystem(program);
        return $"The job of {job.User} at \"{job.When}\" in {job.File} ({job.Command}): {(isCopied(job.File) ? "its table is in a copy" : "its table is in no copy")}"
            + $"{(isElsewhere ? $", what it runs ({program}) is in none" : "")}, and nothing here starts it again or checks it. Write it down for whoever sets a new machine up.";
    }

    private static bool IsOfSystem(string program) =>
        SystemPlaces.Any(folder => program.StartsWith(folder, StringComparison.Ordinal));
}
