using Holdfast.Agent.Discovery;

namespace Holdfast.Cli.Init.Drafts;

/// <summary>What was found and this version cannot protect. It is said aloud, because nobody misses a copy until it is needed.</summary>
internal static class Unprotected
{
    public static IEnumerable<string> Of(IReadOnlyList<Found> found) => found.Select(f => f switch
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
        FoundUnit { IsOwn: true, IsJob: true } job => $"The job {job.Name}: its file is among the configuration, but nothing here starts it again or checks it.",
        _ => "",
    }).Where(sentence => sentence.Length > 0);
}
