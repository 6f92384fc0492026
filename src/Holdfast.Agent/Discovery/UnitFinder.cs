using System.Collections.Immutable;

namespace Holdfast.Agent.Discovery;

/// <summary>
/// Services of systemd, read from its folders, so that none need run: those that an administrator wrote, and those of packages that were
/// enabled.
/// </summary>
internal sealed class UnitFinder(Machine machine)
{
    private const string Suffix = ".service";
    private const string Timer = ".timer";
    private static readonly string[] OwnFolders = ["/etc/systemd/system", "/usr/local/lib/systemd/system"];

    private static readonly string[] Relations = ["Requires", "BindsTo", "Wants", "After"];

    // Where programs are put that came with no package.
    private static readonly string[] ProgramPlaces = ["/opt/", "/srv/", "/home/", "/data/", "/var/"];

    internal IReadOnlyList<FoundUnit> Find()
    {
        var own = OwnFolders.SelectMany(machine.List).Where(f => f.EndsWith(Suffix, StringComparison.Ordinal) && IsWritten(f))
            .GroupBy(Path.GetFileName).ToDictionary(g => g.Key!, g => g.First());
        var enabled = machine.List(OwnFolders[0]).Where(f => f.EndsWith(".wants", StringComparison.Ordinal) || f.EndsWith(".requires", StringComparison.Ordinal))
            .SelectMany(machine.List).Select(f => Path.GetFileName(f)).Where(n => n.EndsWith(Suffix, StringComparison.Ordinal)).ToHashSet();
        var timed = OwnFolders.SelectMany(machine.List).Where(f => f.EndsWith(Timer, StringComparison.Ordinal) && IsWritten(f)).SelectMany(StartedBy).ToHashSet();
        // "backup@.service" is a form for units, not one; "backup@nightly.service" is one made of it.
        var units = own.Keys.Where(n => !n.EndsWith("@" + Suffix, StringComparison.Ordinal)).Concat(enabled).Distinct().Order(StringComparer.Ordinal);
        return [.. units.Select(name => (own.GetValueOrDefault(name) ?? own.GetValueOrDefault(FormOf(name))) is { } file
            ? Own(name, file, enabled.Contains(name), timed.Contains(name))
            : new FoundUnit(name, IsOwn: false, IsEnabled: true, IsJob: false, [], []))];
    }

    // A link in that folder is another name, or a unit of a package; one to /dev/null is switched off.
    private bool IsWritten(string file) => machine.LinkOf(file) is null && machine.HasFile(file);

    private static string FormOf(string name) => name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? name[..(at + 1)] + Suffix : name;

    // What a timer starts ends again, whatever type its file gives it.
    private IEnumerable<string> StartedBy(string timer) =>
        new UnitFile(machine.Read(timer) ?? "").All("Unit") is [.., var named] ? [named] : [Path.GetFileNameWithoutExtension(timer) + Suffix];

    private FoundUnit Own(string name, string file, bool isEnabled, bool isTimed)
    {
        var unit = new UnitFile(machine.Read(file) ?? "");
        var ends = unit.All("Type") is [.., "oneshot"] && unit.All("RemainAfterExit").Count == 0;
        return new(name, IsOwn: true, isEnabled, IsJob: isTimed || ends, FoldersOf(unit),
            [.. Relations.SelectMany(unit.All).SelectMany(v => v.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()]);
    }

    private ImmutableArray<string> FoldersOf(UnitFile unit)
    {
        var candidates = unit.All("WorkingDirectory").Select(d => d.TrimStart('-'))
            .Concat(unit.All("StateDirectory").SelectMany(d => d.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(d => "/var/lib/" + d.Split(':')[0]))
            .Concat(unit.All("ExecStart").Select(ProgramFolder));
        return [.. candidates.OfType<string>().Where(d => d.StartsWith('/') && !d.Contains('%', StringComparison.Ordinal))
            .Select(d => machine.Canonical(Path.GetFullPath(d))).OfType<string>().Where(machine.HasFolder).Distinct()];
    }

    /// <summary>The folder of the program itself, where that is not one of the system's own programs.</summary>
    private static string? ProgramFolder(string command)
    {
        var program = command.TrimStart('-', '@', ':', '+', '!', '|').Trim();
        program = program.StartsWith('"') ? program[1..].Split('"')[0] : program.Split(' ')[0];
        return program.StartsWith('/') && Path.GetDirectoryName(program) is { } folder
            && ProgramPlaces.Any(p => folder.StartsWith(p, StringComparison.Ordinal)) ? folder : null;
    }
}
