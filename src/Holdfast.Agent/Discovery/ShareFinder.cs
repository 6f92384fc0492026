
namespace Holdfast.Agent.Discovery;

/// <summary>Folders that Samba and NFS give to other machines.</summary>
internal sealed class ShareFinder(Machine machine)
{
    internal IReadOnlyList<FoundShare> Find() => [.. Samba().Concat(Nfs()).Where(s => machine.HasFolder(s.Folder)).DistinctBy(s => s.Folder)];

    private IEnumerable<FoundShare> Samba()
    {
        var section = "";
        foreach (var line in (machine.Read("/etc/samba/smb.conf") ?? "").Split('\n').Select(l => l.Trim()))
        {
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1].Trim();
            }
            else if (line.Split('=', 2) is [var key, var value] && key.Trim().Equals("path", StringComparison.OrdinalIgnoreCase)
                && section.ToUpperInvariant() is not ("GLOBAL" or "PRINTERS" or "PRINT$") && Folder(value) is { } folder)
            {
                yield return new("Samba", section, folder);
            }
        }
    }

    private IEnumerable<FoundShare> Nfs()
    {
        var files = machine.List("/etc/exports.d").Where(f => f.EndsWith(".exports", StringComparison.Ordinal)).Prepend("/etc/exports");
        foreach (var line in files.SelectMany(f => (machine.Read(f) ?? "").Split('\n')).Select(l => l.Trim()))
        {
            // /srv/documents 10.0.0.0/24(rw), or the path in quotes where it holds blanks
            var path = line.StartsWith('"') ? line[1..].Split('"')[0] : line.Split(' ', '\t')[0].Replace("\\040", " ", StringComparison.Ordinal);
            if (Folder(path) is { } folder) yield return new("NFS", Path.GetFileName(folder), folder);
        }
    }

    // What a placeholder such as %U stands for is another folder for each user.
    private string? Folder(string path) => path.Trim() is ['/', ..] plain && !plain.Contains('%', StringComparison.Ordinal)
        ? machine.Canonical(Path.GetFullPath(plain)) : null;
}
