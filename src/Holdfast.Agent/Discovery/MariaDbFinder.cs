
namespace Holdfast.Agent.Discovery;

/// <summary>MariaDB and MySQL, by their data folders and by what runs.</summary>
internal sealed class MariaDbFinder(Machine machine)
{
    private const string Usual = "/var/lib/mysql";

    internal IReadOnlyList<FoundMariaDb> Find(IEnumerable<string> folders)
    {
        var running = machine.List("/proc")
            .Where(p => Path.GetFileName(p).All(char.IsAsciiDigit) && machine.ReadProcess(p + "/comm")?.Trim() is "mariadbd" or "mysqld")
            .Select(p => machine.LinkOf(p + "/cwd")).Where(f => f?.StartsWith('/') == true).Select(f => f!.TrimEnd('/')).ToHashSet();
        // A user other than root may not look into the folder, but sees that it is there.
        var there = folders.Concat(running).Concat(machine.HasFolder(Usual) ? [machine.Canonical(Usual)!] : []).Distinct().Order(StringComparer.Ordinal);
        return [.. there.Select(f => new FoundMariaDb(f, running.Contains(f)))];
    }
}
