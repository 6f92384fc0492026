using System.Collections.Immutable;
using Holdfast.Recovery.Plans.Reading;
using Holdfast.Recovery.Plans.Values;

namespace Holdfast.Recovery.Plans.Sections;

internal static class HostReader
{
    private static Shape DrillShape { get; } = new(
        "hostDrill",
        "What replaces the real folder and ports in a drill.",
        new("folder", Written.Text, "The folder that drills work in.", Needed: true),
        new("ports", Written.MapOf(Written.Whole(1, 65535)), "The same names, other numbers."));

    private static Shape RebuildShape { get; } = new(
        "rebuild",
        "What a host needs besides data to be what it was.",
        new("lead time", Durations.Written, "Until another machine is there."),
        new("packages", Written.ListOf(Written.Text), "Programs that must be installed."),
        new("units", Written.ListOf(Written.Text), "Services of the operating system."),
        new("configuration", Written.ListOf(Written.Text), "Paths that must be as they were."),
        new("provision", Templates.Command, "The command that makes it."),
        new("takes", Durations.Written, "How long that takes."));

    public static Shape Shape { get; } = new(
        "host",
        "A machine that runs systems.",
        new("site", Written.Text, "Where it stands.", Needed: true),
        new("folder", Written.Text, "Where relative paths of systems start; default: the plan's folder."),
        new("ports", Written.MapOf(Written.Whole(1, 65535)), "Ports by name, for {port NAME}."),
        new("drill", Written.Mapping(DrillShape)),
        new("fails with", Written.ListOf(Domains.Written), "What it is lost with."),
        new("ssh", Written.Text, "How it is reached over ssh, such as root@10.0.0.1 or root@10.0.0.1:2222. Without it, it is the machine that leads."),
        new("host key", Written.Text, "The key by which it proves who it is, such as ssh-ed25519 AAAA..."),
        new("via", Written.Text, "The host over which ssh reaches it, such as gate@office.example."),
        new("sudo", Written.YesOrNo, "Whether the user who is let in becomes root there."),
        new("cores", Written.Whole(1), "How many processor cores."),
        new("memory", Sizes.Written, "How much memory."),
        new("disk", Sizes.Written, "How much disk."),
        new("at once", Written.Whole(1, 100000), "How many steps it carries out at the same time when systems recover on it."),
        new("restores", DataRates.Written, "How fast it restores, by your word."),
        new("bought", Dates.Written, "When it was bought."),
        new("lifetime", CalendarSpans.Written, "How long it will do."),
        new("support until", Dates.Written, "When the maker's support ends."),
        new("rebuild", Written.Mapping(RebuildShape)));

    private const string Here = ".";

    private static readonly ImmutableSortedDictionary<string, int> NoPorts = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    // Stands for a port that could not be read, so that its name is known all the same.
    private const int Unreadable = 0;

    // An Ed25519 key, the shortest, has 68 characters.
    private const int ShortestKey = 40;

    /// <returns>Null when what it has can't be known well enough to judge what refers to it.</returns>
    public static Host? Read(TextNode name, Field entry, PlanScope scope)
    {
        if (entry.Fields(name, Shape) is not { } fields)
        {
            return null;
        }

        var site = scope.Sites.Refer(fields.Required("site", "office")).Name;
        var folder = fields.Has("folder") ? Templates.Plain(fields.Optional("folder")) : Here;
        var ports = PortsOf(fields);
        var drill = fields.Optional("drill") is { } field ? DrillOf(field, fields.KeyOf("drill"), folder, ports) : null;
        var failsWith = Domains.ReadOptional(fields);
        var host = new Host(name.Text, site ?? "", new HostSettings(folder ?? Here, ports ?? NoPorts), drill)
        {
            FailsWith = failsWith ?? [],
            Ssh = SshOf(fields.Optional("ssh")),
            HostKey = HostKeyOf(fields.Optional("host key")),
            Via = SshOf(fields.Optional("via")),
            Sudo = fields.Optional("sudo")?.YesOrNo() ?? false,
            Cores = fields.Optional("cores")?.Integer(1, 100_000),
            Memory = fields.Optional("memory")?.As(Sizes.Kind),
            Disk = fields.Optional("disk")?.As(Sizes.Kind),
            AtOnce = fields.Optional("at once")?.Integer(1, 100_000),
            Restores = fields.Optional("restores")?.As(DataRates.Kind),
            Life = Lives.Read(fields),
            Rebuild = fields.Optional("rebuild") is { } rebuild ? RebuildOf(rebuild, fields.KeyOf("rebuild")) : null,
        };
        return site is null || ports is null || failsWith is null ? null : host;
    }

    private static string? SshOf(Field? field)
    {
        var text = field?.Text();
        if (text?.Split('@') is [var user, _, ..] && user.Contains(':', StringComparison.Ordinal))
        {
            Secrets.Refuse(field!);
        }
        else if (text is not null && SshAddress.TryParse(text) is null)
        {
            field!.Refuse(ProblemId.BadContact, $"is no address for ssh: {Shown.Quoted(text)}", "write it as root@10.0.0.1, root@10.0.0.1:2222, or the name of a host in ssh's own configuration.");
        }

        return text;
    }

    private static string? HostKeyOf(Field? field)
    {
        var text = field?.Text();
        if (text is not null && !(text.Split(' ') is [var kind, var key] && kind.All(IsOfKind) && key.Length >= ShortestKey && key.All(IsOfKey)))
        {
            field!.Refuse(ProblemId.BadContact, $"is no host key: {Shown.Quoted(text)}", "write its kind and the key, as the first two words of /etc/ssh/ssh_host_ed25519_key.pub on the host: ssh-ed25519 AAAA...");
        }

        return text;

        static bool IsOfKind(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '@' or '.';

        static bool IsOfKey(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=';
    }

    private static Rebuild? RebuildOf(Field field, PlanNode key) => field.Fields(key, RebuildShape) is { } fields
        ? new Rebuild(
            fields.Optional("lead time")?.Duration(),
            fields.Optional("packages")?.Texts() ?? [],
            fields.Optional("units")?.Texts() ?? [],
            fields.Optional("configuration")?.Texts() ?? [],
            Templates.ReadCommand(fields.Optional("provision"), null),
            fields.Optional("takes")?.Duration())
        : null;

    private static HostSettings? DrillOf(
        Field field, PlanNode key, string? realFolder, ImmutableSortedDictionary<string, int>? realPorts)
    {
        if (field.Fields(key, DrillShape) is not { } fields)
        {
            return null;
        }

        var folderField = fields.Required("folder", "drill");
        var folder = Templates.Plain(folderField);
        if (folder is not null && realFolder is not null && SameFolder(folder, realFolder))
        {
            folderField!.Refuse(ProblemId.DrillFolderIsReal, "is the folder of the real data: a drill would restore over it",
                "give drills a folder of their own.");
        }

        var ports = PortsOf(fields);
        if (ports is not null && realPorts is not null)
        {
            ComparePorts(fields, key, field.Label, ports, realPorts);
        }

        return folder is null || ports is null ? null : new HostSettings(folder, ports);
    }

    private static ImmutableSortedDictionary<string, int>? PortsOf(Fields fields)
    {
        if (!fields.Has("ports") && !fields.IsMisspelt("ports"))
        {
            return NoPorts;
        }

        if (fields.Optional("ports")?.Entries("port") is not { } entries)
        {
            return null;
        }

        var ports = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var (name, port) in entries)
        {
            Names.Check(name.Text, name, port.Label, port.Log);
            ports[name.Text] = port.Integer(1, 65535) ?? Unreadable;
        }

        return ports.ToImmutable();
    }

    private static void ComparePorts(
        Fields drill, PlanNode key, string label, ImmutableSortedDictionary<string, int> ports, ImmutableSortedDictionary<string, int> real)
    {
        var missing = real.Keys.Where(p => !ports.ContainsKey(p)).ToArray();
        if (missing.Length > 0)
        {
            drill.Log.Add(ProblemId.DrillPortsDiffer, drill.Has("ports") ? drill.KeyOf("ports") : key,
                $"{label} lacks a port that the host has: {Shown.All(missing)}",
                "the steps of a drill are the steps of the real thing, so a drill needs a port for each of the host's ports: add it.");
        }

        foreach (var (name, field) in drill.Optional("ports")?.Entries("port") ?? [])
        {
            if (!real.ContainsKey(name.Text))
            {
                drill.Log.Add(ProblemId.DrillPortsDiffer, name, $"{label} has a port that the host lacks: {Shown.Quoted(name.Text)}",
                    Suggestion.For(name.Text, missing) is { } guess ? $"did you mean {Shown.Quoted(guess)}?" : "remove it, or add it to the host's ports.");
            }

            if (ports[name.Text] != Unreadable && real.ContainsValue(ports[name.Text]))
            {
                field.Refuse(ProblemId.DrillPortIsReal, $"is {ports[name.Text]} in a drill, which is a real port of the host: a drill would meet the real service",
                    "give drills ports of their own.");
            }
        }
    }

    private static bool SameFolder(string a, string b) => Plainly(a) == Plainly(b);

    // "./data/" and "data" are one folder. What ".." leads to is left to the file system.
    private static string Plainly(string folder)
    {
        var parts = folder.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != Here);
        return (folder.StartsWith('/') ? "/" : "") + string.Join('/', parts);
    }
}
