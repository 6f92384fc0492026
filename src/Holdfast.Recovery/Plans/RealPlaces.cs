using System.Collections.Immutable;

namespace Holdfast.Recovery.Plans;

/// <summary>Where production is: the folders, ports and addresses of a plan's hosts and the data of its systems.</summary>
/// <param name="planFolder">Absolute.</param>
public sealed class RealPlaces(Plan plan, string planFolder)
{
    private readonly ImmutableArray<(string Path, string Whose)> _folders =
    [
        // Of a host whose folder is all of the machine, only the data counts: every program lies below it.
        .. plan.Hosts.Select(h => (Path: Path.GetFullPath(h.Settings.Folder, planFolder), Whose: $"the folder of host {h.Name}")).Where(f => f.Path != "/"),
    ];

    private readonly ImmutableArray<(string Path, string Whose)> _data =
    [
        .. from system in plan.Systems
           where system.Protection is not null
           from host in new[] { system.RunsOn, system.RecoversOn }.OfType<string>().Distinct()
           select (NestedData.PlaceOf(system, plan.HostNamed(host), planFolder), $"the data of {system.Name}"),
    ];

    // What the machine itself has and a drill reads as everyone does, even where a copy of it is taken.
    private static readonly string[] Common = ["/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/dev", "/proc", "/sys"];

    public string PlanFolder => planFolder;

    /// <summary>Whether a drill reads the path as everyone does.</summary>
    public static bool IsCommon(string path) => Common.Any(common => IsIn(path, common));

    /// <summary>The folder of the host's drills.</summary>
    public string Drill(Host host) => Path.GetFullPath(host.Drill!.Folder, planFolder);

    /// <returns>The port in words, if a host has it for real; null: none has.</returns>
    public string? PortOf(int port) => plan.Hosts
        .SelectMany(h => h.Settings.Ports.Where(p => p.Value == port).Select(p => $"port {port}, which is port {p.Key} of host {h.Name}"))
        .FirstOrDefault();

    /// <returns>The host in words, if the name or address is that of another host; null: it is not.</returns>
    public string? OtherHost(string name, Host host) => plan.Hosts
        .Where(h => h.Name != host.Name && (h.Name == name || (h.Ssh is { } ssh && ssh[(ssh.IndexOf('@', StringComparison.Ordinal) + 1)..] == name)))
        .Select(h => h.Name == name ? $"host {h.Name}" : $"{name}, which is host {h.Name}")
        .FirstOrDefault();

    /// <param name="path">With whether it came from <c>{plan}</c>: that folder is meant to be read, but for data that lies in it.</param>
    /// <returns>The path in words, if production works there; null: it does not.</returns>
    public string? DataAt((string Path, bool OfPlan) path, Host host) =>
        IsIn(path.Path, Drill(host)) || IsCommon(path.Path)
            ? null
            : _data.Concat(path.OfPlan ? [] : _folders).Where(p => IsIn(path.Path, p.Path)).Select(p => $"{path.Path}, which is in {p.Whose}").FirstOrDefault();

    private static bool IsIn(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);
}
