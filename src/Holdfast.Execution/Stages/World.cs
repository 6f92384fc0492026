using System.Collections.Immutable;
using Holdfast.Protocol;
using Holdfast.Recovery.Plans;
using Holdfast.Recovery.Runs;
using Holdfast.Restic.Backends;

namespace Holdfast.Execution.Stages;

/// <summary>
/// Turns the words of a plan into orders for one world. Steps say what, hosts say where: the same step becomes the same order with
/// the host's real folder and ports, or with those of its drill.
/// </summary>
/// <param name="planFolder">Absolute: where the plan's file lies, or lay when it comes from a repository.</param>
/// <param name="drill">Whether hosts use their <c>drill:</c> settings.</param>
/// <param name="elsewhere">Repositories that are not where the plan says, by name: the disk in the borrowed laptop.</param>
public sealed class World(Plan plan, string planFolder, bool drill, IReadOnlyDictionary<string, RepositoryAddress> elsewhere)
{
    public Plan Plan { get; } = plan;

    public bool Drill { get; } = drill;

    /// <summary>The host's folder in this world, absolute.</summary>
    public string FolderOf(Host host) => Path.GetFullPath(SettingsOf(host).Folder, planFolder);

    public RepositoryAddress AddressOf(RepositoryPlace place) => elsewhere.TryGetValue(place.Name, out var found)
        ? found
        : new(place.Name, Locations.Absolute(place.At, planFolder), Resolve(place.Key));

    /// <summary>Where the system is brought back. One that has no such host is in no run: <see cref="Loss.Unrecoverable"/>.</summary>
    public Host RecoveryHostOf(ProtectedSystem system) => Plan.HostNamed(
        system.RecoversOn ?? throw new InvalidOperationException($"{system.Name} has no host to recover on, which must be known before a run begins."));

    public SourceSpec SourceOf(ProtectedSystem system, Host host) => system.Protection?.Data switch
    {
        FilesData data => new FilesSpec(PathOn(host, data.Folder), data.Exclude),
        SqliteData data => new SqliteSpec(PathOn(host, data.File)),
        PostgreSqlData data => new PostgreSqlSpec(
            PathOn(host, data.Cluster), Number(Fill(host, data.Port)), data.User, data.Password is { } key ? Resolve(key) : null),
        null => throw new InvalidOperationException($"Nothing of {system.Name} is protected, so nothing of it is captured or restored."),
        var other => throw new InvalidOperationException($"Nobody decided how {other.GetType().Name} is captured."),
    };

    /// <param name="point">What the step's system is brought back from; only a restore needs it.</param>
    public Order OrderFor(GraphStep step, RecoveryPoint? point, string run, DateTimeOffset disaster)
    {
        var host = RecoveryHostOf(step.System);
        var folder = FolderOf(host);
        return ActionOf(step.Step) switch
        {
            RestoreAction restore => new RestoreOrder(
                step.System.Name,
                AddressOf(Plan.RepositoryNamed(point!.Repository)),
                point.Snapshot,
                SourceOf(step.System, host),
                folder,
                restore.Owner,
                run),
            ServiceAction service => new StartServiceOrder(
                service.Service,
                folder,
                Fill(host, service.Command),
                service.As,
                service.Environment.ToDictionary(e => e.Key, e => Fill(host, e.Value)),
                PortsAnsweredBy(service, step.System, host)),
            UnitAction unit => new RunCommandOrder(folder, unit.Command, null, step.Step.Timeout),
            CommandAction command => new RunCommandOrder(folder, Fill(host, command.Command), command.As, step.Step.Timeout),
            CheckAction check => new CheckOrder(CheckFor(check, step.System, host, disaster), step.Step.Timeout),
            var other => throw new InvalidOperationException($"Nobody decided how {other.GetType().Name} is carried out."),
        };
    }

    /// <summary>What the step does in this world: in a drill it may be something else.</summary>
    public StepAction ActionOf(RecoveryStep step) => Drill && step.InADrill is OtherwiseInDrill otherwise ? otherwise.Command : step.Action;

    /// <summary>Whether this world does something else in place of the step.</summary>
    public bool Differs(RecoveryStep step) => Drill && step.InADrill is not null;

    private CheckSpec CheckFor(CheckAction check, ProtectedSystem system, Host host, DateTimeOffset disaster) => check switch
    {
        HttpCheck http => new HttpCheckSpec(Fill(host, http.Url), http.Method, http.Status, http.Contains),
        SqlCheck sql => new SqlCheckSpec(SourceOf(system, host), sql.Database, sql.Query, sql.Expect, disaster, system.Rpo.Value),
        FilesCheck files => new FilesCheckSpec(PathOn(host, files.Folder), files.AtLeast),
        CommandCheck command => new CommandCheckSpec(FolderOf(host), Fill(host, command.Command), command.As),
        _ => throw new InvalidOperationException($"Nobody decided how {check.GetType().Name} is asked."),
    };

    private HostSettings SettingsOf(Host host) => !Drill
        ? host.Settings
        : host.Drill ?? throw new InvalidOperationException($"{host.Name} has no drill settings, which must be known before a drill begins.");

    private string PathOn(Host host, string path) => Path.GetFullPath(Fill(host, path), FolderOf(host));

    private string Fill(Host host, string text) => Placeholders.Fill(text, FolderOf(host), planFolder, SettingsOf(host).Ports);

    private ImmutableArray<string> Fill(Host host, ImmutableArray<string> texts) => [.. texts.Select(t => Fill(host, t))];

    private string Resolve(KeyReference key) =>
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
            SqlCheck when system.Protection?.Data is PostgreSqlData data => [data.Port],
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
