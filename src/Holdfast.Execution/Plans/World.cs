using System.Collections.Immutable;
using Holdfast.Failures;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Restic;

namespace Holdfast.Execution.Plans;

/// <summary>
/// Turns the words of a plan into orders for one world. Steps say what, hosts say where: the same step becomes the same order with
/// the host's real folder and ports, or with those of its drill.
/// </summary>
/// <param name="planFolder">Absolute: where the plan's file lies, or lay when it comes from a repository.</param>
/// <param name="drill">Whether hosts use their <c>drill:</c> settings.</param>
/// <param name="elsewhere">Repositories that are not where the plan says, by name: the disk in the borrowed laptop.</param>
public sealed class World(Plan plan, string planFolder, bool drill, IReadOnlyDictionary<string, RepositoryAddress> elsewhere)
{
    /// <summary>Where a drill has what is outside of the host's folder.</summary>
    private const string Outside = "outside";

    public Plan Plan { get; } = plan;

    public bool Drill { get; } = drill;

    /// <summary>What the commands of each host shall not reach, by its name; none of a host where no wall can be built.</summary>
    public ImmutableDictionary<string, Wall> Walls { get; private init; } = ImmutableDictionary<string, Wall>.Empty;

    /// <summary>Of each repository how the names of the key files begin that are tried first.</summary>
    public ImmutableDictionary<string, string> KeyNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The same world with walls around its hosts.</summary>
    public World Behind(ImmutableDictionary<string, Wall> walls) => new(Plan, planFolder, Drill, elsewhere) { Walls = walls, KeyNames = KeyNames };

    /// <summary>The host's folder in this world, absolute; of another machine as only that knows it: <see cref="HostBase"/>.</summary>
    public string FolderOf(Host host) => Path.GetFullPath(SettingsOf(host).Folder, BaseOf(host));

    /// <summary>The same for people.</summary>
    public string ShownFolderOf(Host host) => HostBase.Shown(FolderOf(host));

    /// <summary>A text of the plan with the host's places in it, for people.</summary>
    public string Shown(Host host, string text) => HostBase.Shown(Fill(host, text));

    /// <summary>The same as an order has it.</summary>
    public string Filled(Host host, string text) => Fill(host, text);

    /// <summary>A path of the plan on the host, absolute, for people.</summary>
    public string ShownPath(Host host, string path) => HostBase.Shown(Path.GetFullPath(Fill(host, path), FolderOf(host)));

    /// <summary>The repository as this machine reaches it.</summary>
    public RepositoryAddress AddressOf(RepositoryPlace place) => AddressOf(place, from: null);

    /// <summary>The repository as a host reaches it: by a path where it is on the same machine, over ssh where it is on another.</summary>
    /// <param name="from">Null: this machine.</param>
    /// <exception cref="FailureException">There is no way from there to it.</exception>
    public RepositoryAddress AddressOf(RepositoryPlace place, Host? from)
    {
        var way = WayOf(place, from) with { KeyName = KeyNames.GetValueOrDefault(place.Name) };
        return Locations.OverSsh(way.At) is { } folder ? way with { Over = Over(folder) } : way;
    }

    /// <summary>What the plan says of a host counts whichever way its disks are named.</summary>
    private SshWay? Over(SshFolder folder) => Plan.Hosts
        .Where(h => h.SshAddress?.IsSameMachine(folder.Host, folder.Port) == true && (h.HostKey ?? h.Via) is not null)
        .Select(h => new SshWay(h.HostKey, h.Via)).FirstOrDefault();

    private RepositoryAddress WayOf(RepositoryPlace place, Host? from)
    {
        // The host that holds it has it in its own folder, however it was reached from here.
        if (elsewhere.TryGetValue(place.Name, out var found) && !(from?.Ssh is not null && place.On == from.Name && place.IsFolder && !Locations.IsLocal(found.At)))
        {
            return from?.Ssh is null || !Locations.IsLocal(found.At) ? found : throw NoWay(place, found.At, "this machine", from);
        }

        if (!place.IsFolder)
        {
            return new(place.Name, Locations.Absolute(place.At, planFolder), ReferenceOf(place.Key));
        }

        var on = place.On is { } name ? Plan.HostNamed(name) : from;
        var path = Path.GetFullPath(place.At, on is null ? planFolder : BaseOf(on));
        return on is null || on.Ssh == from?.Ssh ? new(place.Name, path, ReferenceOf(place.Key))
            : on.Ssh is not null ? new(place.Name, OverSsh(on.SshAddress!, path), ReferenceOf(place.Key))
            : throw NoWay(place, path, $"host {on.Name}, this machine", from!);
    }

    /// <summary>Where the system is brought back. One that has no such host is in no run: <see cref="Loss.Unrecoverable"/>.</summary>
    public Host RecoveryHostOf(ProtectedSystem system) => Plan.HostNamed(
        system.RecoversOn ?? throw new InvalidOperationException($"{system.Name} has no host to recover on, which must be known before a run begins."));

    public SourceSpec SourceOf(ProtectedSystem system, Host host) => system.Protection?.Data switch
    {
        { } data => new SourceSpec(data.Kind, PathOn(host, data.Path))
        {
            Exclude = data.Exclude,
            Port = data.Port is { } port ? Number(Fill(host, port)) : null,
            Password = data.Password is { } key ? ReferenceOf(key) : null,
            Settings = data.Settings,
        },
        null => throw new InvalidOperationException($"Nothing of {system.Name} is protected, so nothing of it is captured or restored."),
    };

    /// <param name="point">What the step's system is brought back from; only a restore needs it.</param>
    /// <param name="began">When the run began.</param>
    public Order OrderFor(GraphStep step, RecoveryPoint? point, string run, DateTimeOffset began, DateTimeOffset disaster)
    {
        var host = RecoveryHostOf(step.System);
        var mark = new RunMark(run, step.Name.ToString(), Drill, Walls.GetValueOrDefault(host.Name));
        var folder = FolderOf(host);
        return ActionOf(step.Step) switch
        {
            RestoreAction restore => new RestoreOrder(
                step.System.Name,
                AddressOf(Plan.RepositoryNamed(point!.Repository), host),
                point.Snapshot,
                SourceOf(step.System, host),
                folder,
                restore.Owner,
                run,
                Drill)
            {
                Others = OthersOn(host, step.System),
                Allow = [.. restore.Allows],
            },
            ServiceAction service => new StartServiceOrder(
                service.Service,
                folder,
                Fill(host, service.Command),
                service.As,
                service.Environment.ToDictionary(e => e.Key, e => Fill(host, e.Value)),
                PortsAnsweredBy(service, step.System, host),
                mark),
            UnitAction unit => new RunCommandOrder(folder, unit.Command, null, step.Step.Timeout, mark),
            CommandAction command => new RunCommandOrder(folder, Fill(host, command.Command), command.As, step.Step.Timeout, mark),
            CheckAction check => new CheckOrder(
                CheckFor(check, step.System, host, disaster),
                step.Step.Timeout,
                StartedOn(host, step.System, run, began) with { Anyone = check is PortCheck { ByOthers: true }, Step = step.Name.ToString() },
                [.. step.System.Recover.TakeWhile(s => s.Name != step.Step.Name).Select(ActionOf).OfType<ServiceAction>().Select(s => s.Service)]),
            var other => throw new InvalidOperationException($"Nobody decided how {other.GetType().Name} is carried out."),
        };
    }

    /// <summary>What the step does in this world: in a drill it may be something else.</summary>
    public StepAction ActionOf(RecoveryStep step) => Drill && step.InADrill is OtherwiseInDrill otherwise ? otherwise.Command : step.Action;

    /// <summary>What steps of a system are to keep running on its host: services in the host's folder, and units of the machine.</summary>
    public IEnumerable<RecoveryStep> Lasting(ProtectedSystem system) => system.Recover.Where(s => !Differs(s) && s.Action is ServiceAction or UnitAction);

    /// <summary>What steps of a drill would touch or ask of production.</summary>
    public ImmutableArray<DrillTouch> Touches(IEnumerable<ProtectedSystem> systems) => DrillTouches.Of(Plan, systems, planFolder);

    /// <summary>
    /// What of production the commands of a drill on the host shall not reach: where hosts and data really are, the repositories and their
    /// keys. The machine's own configuration stays readable even where a copy of it is taken.
    /// </summary>
    /// <param name="containers">Whether they may speak to a daemon of containers.</param>
    /// <param name="more">Further paths.</param>
    public Wall WallAround(Host host, bool containers, params IEnumerable<string> more)
    {
        var data = Plan.Systems.Where(s => s.Protection is not null)
            .SelectMany(s => new[] { s.RunsOn, s.RecoversOn }.OfType<string>().Distinct().Select(Plan.HostNamed)
                .Where(h => h.Ssh == host.Ssh).Select(h => RealPathOn(h, s.Protection!.Data.Path)))
            .ToLookup(RealPlaces.IsCommon);
        return new(
            FolderOf(host),
            [
                .. Plan.Hosts.Where(h => h.Ssh == host.Ssh).Select(h => Path.GetFullPath(h.Settings.Folder, BaseOf(h))),
                .. data[false],
                .. data[true],
                .. Plan.Repositories.Select(r => LocalOn(host, r)).OfType<string>(),
                .. host.Ssh is not null ? [] : Plan.Repositories.Where(r => r.Key.Kind == KeyKind.File).Select(r => Path.GetFullPath(r.Key.Value, planFolder)),
                .. host.Ssh is not null ? [] : more,
            ],
            [BaseOf(host), .. data[true]],
            containers);
    }

    /// <summary>Places outside of the host's folder that a drill has inside of its own, in words.</summary>
    public IEnumerable<string> Moved(ProtectedSystem system)
    {
        var host = RecoveryHostOf(system);
        return (system.Protection is { Data: var data } ? [data.Path] : Array.Empty<string>())
            .Concat(system.Recover.Select(ActionOf).OfType<FilesCheck>().Select(f => f.Folder))
            .Select(path => (Real: RealPathOn(host, path), Here: PathOn(host, path)))
            .Distinct()
            .Where(p => p.Here.StartsWith(Path.Join(FolderOf(host), Outside), StringComparison.Ordinal))
            .Select(p => $"{system.Name}: {p.Real} was {p.Here}, so the real place was not exercised");
    }

    /// <summary>Whether this world does something else in place of the step.</summary>
    public bool Differs(RecoveryStep step) => Drill && step.InADrill is not null;

    /// <summary>Where the data of other systems lies on the host, and of those that recover there.</summary>
    private string[] OthersOn(Host host, ProtectedSystem system) =>
    [
        .. Plan.Systems.Where(s => s.Name != system.Name && s.Protection is not null && (s.RunsOn == host.Name || s.RecoversOn == host.Name))
            .Select(s => PathOn(host, s.Protection!.Data.Path)),
    ];

    /// <returns>Its folder; null: it is no folder of the host's machine.</returns>
    private string? LocalOn(Host host, RepositoryPlace place)
    {
        try
        {
            return AddressOf(place, host).At is var at && Locations.IsLocal(at) ? at : null;
        }
        catch (FailureException)
        {
            return null; // It is another machine's.
        }
    }

    private CheckSpec CheckFor(CheckAction check, ProtectedSystem system, Host host, DateTimeOffset disaster) => check switch
    {
        HttpCheck http => new HttpCheckSpec(Fill(host, http.Url), http.Method, http.Status, http.Contains),
        SqlCheck sql => new SqlCheckSpec(SourceOf(system, host), sql.Database, sql.Query, sql.Expect, disaster, system.Rpo.Value, !sql.ReadOnly),
        FilesCheck files => new FilesCheckSpec(PathOn(host, files.Folder), files.AtLeast),
        CommandCheck command => new CommandCheckSpec(
            FolderOf(host), Fill(host, command.Command), command.As, NamedPorts.In(command.Command, SettingsOf(host).Ports)),
        _ => throw new InvalidOperationException($"Nobody decided how {check.GetType().Name} is asked."),
    };

    /// <summary>Where relative paths start on the host: this machine has the plan's folder, and another one tells by itself.</summary>
    private string BaseOf(Host host) => host.Ssh is null ? planFolder : HostBase.Name;

    /// <summary>A relative path starts where ssh lets the user in, as on the host itself.</summary>
    private static string OverSsh(SshAddress host, string path)
    {
        var there = path == HostBase.Name ? "." : HostBase.IsWithin(path) ? path[(HostBase.Name.Length + 1)..] : path;
        return host.Port is null ? $"sftp:{(host with { Name = Bracketed(host.Name) })}:{there}" : $"sftp://{host}/{there}";

        static string Bracketed(string name) => name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name;
    }

    private static FailureException NoWay(RepositoryPlace place, string path, string on, Host from) => new(new(
        FailureCode.Host,
        $"repository {place.Name} is {path} of {on}, and host {from.Name} has no way to it",
        "Give it an address that every host reaches, such as sftp:USER@HOST:PATH, or say on which host it is and how that is reached over ssh."));

    private HostSettings SettingsOf(Host host) => !Drill
        ? host.Settings
        : host.Drill ?? throw new InvalidOperationException($"{host.Name} has no drill settings, which must be known before a drill begins.");

    /// <summary>
    /// A path that leads out of the host's folder is the real one, and production's where the hosts are one machine: a drill has the same
    /// path inside of its own folder.
    /// </summary>
    private string PathOn(Host host, string path)
    {
        var here = Path.GetFullPath(Fill(host, path), FolderOf(host));
        return !Drill || here == FolderOf(host) || here.StartsWith(FolderOf(host).TrimEnd('/') + "/", StringComparison.Ordinal)
            ? here
            : Path.Join(FolderOf(host), Outside, RealPathOn(host, path));
    }

    private string RealPathOn(Host host, string path)
    {
        var folder = Path.GetFullPath(host.Settings.Folder, BaseOf(host));
        return Path.GetFullPath(Placeholders.Fill(path, folder, BaseOf(host), host.Settings.Ports), folder);
    }

    /// <summary>What the run may have started on the host. Only what carries its name counts, so systems that it leaves out do no harm.</summary>
    private Answerers StartedOn(Host host, ProtectedSystem system, string run, DateTimeOffset began)
    {
        var needed = PlanIndex.Of(Plan).WithNeeds(system.Name);
        var here = Plan.Systems.Where(s => s.RecoversOn == host.Name).ToLookup(s => needed.Contains(s.Name));
        var steps = here[true].SelectMany(s => s.Recover).Select(ActionOf).ToArray();
        return new(
            FolderOf(host),
            run,
            began,
            ServicesOf(steps),
            UnitsOf(steps),
            here[true].Concat(here[false]).SelectMany(s => s.Recover).Any(s => ActionOf(s) is CommandAction),
            Drill)
        {
            Walled = Walls.GetValueOrDefault(host.Name),
            Neighbours = [.. here[false].Select(s => (s.Name, Steps: s.Recover.Select(ActionOf).ToArray())).Select(s => new Neighbour(s.Name, ServicesOf(s.Steps), UnitsOf(s.Steps)))],
        };

        string[] ServicesOf(IEnumerable<StepAction> of) => [.. of.OfType<ServiceAction>().Select(s => s.Service).Distinct()];
        string[] UnitsOf(IEnumerable<StepAction> of) => Drill ? [] : [.. of.OfType<UnitAction>().Select(u => u.Unit).Distinct()];
    }

    private string Fill(Host host, string text) => Placeholders.Fill(text, FolderOf(host), BaseOf(host), SettingsOf(host).Ports);

    private ImmutableArray<string> Fill(Host host, ImmutableArray<string> texts) => [.. texts.Select(t => Fill(host, t))];

    /// <summary>Where a secret of the plan is found, its path absolute.</summary>
    public string ReferenceOf(KeyReference key) =>
        key.Kind == KeyKind.File ? $"file:{Path.GetFullPath(key.Value, planFolder)}" : key.ToString();

    /// <summary>
    /// The ports that the system's checks ask and that this service is the first to mention: there it will answer. Other ports that it
    /// mentions are those of whom it talks to, and later services of the system talk to it.
    /// </summary>
    private int[] PortsAnsweredBy(ServiceAction service, ProtectedSystem system, Host host)
    {
        var asked = system.Recover.Select(s => s.Action).SelectMany(action => action switch
        {
            HttpCheck http => [http.Url],
            SqlCheck when system.Protection?.Data.Port is { } port => [port],
            _ => Array.Empty<string>(),
        }).ToArray();
        return
        [
            .. SettingsOf(host).Ports
                .Where(port => Mentions(asked, port.Key) && system.Recover.Select(s => s.Action).OfType<ServiceAction>()
                    .FirstOrDefault(s => Mentions([.. s.Command, .. s.Environment.Values], port.Key)) == service)
                .Select(port => port.Value),
        ];

        static bool Mentions(IEnumerable<string> texts, string port) =>
            texts.Any(t => t.Contains($"{{port {port}}}", StringComparison.Ordinal));
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
