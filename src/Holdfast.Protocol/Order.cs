using System.Text.Json.Serialization;

namespace Holdfast.Protocol;

/// <summary>
/// Something an agent is told to do on its host. Everything in it is concrete: paths are absolute, ports are numbers.
/// It never carries a secret, only where the host finds one. Most orders may be repeated: carrying one out twice leaves what once leaves.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "order")]
[JsonDerivedType(typeof(EnsureRepositoryOrder), "ensure repository")]
[JsonDerivedType(typeof(CaptureOrder), "capture")]
[JsonDerivedType(typeof(RestoreOrder), "restore")]
[JsonDerivedType(typeof(StartServiceOrder), "start service")]
[JsonDerivedType(typeof(StopServiceOrder), "stop service")]
[JsonDerivedType(typeof(LookAtServicesOrder), "look at services")]
[JsonDerivedType(typeof(RunCommandOrder), "run command")]
[JsonDerivedType(typeof(EndCommandOrder), "end command")]
[JsonDerivedType(typeof(CheckOrder), "check")]
[JsonDerivedType(typeof(LookAtHostOrder), "look at host")]
[JsonDerivedType(typeof(OpenHostOrder), "open host")]
[JsonDerivedType(typeof(OpenDrillOrder), "open drill")]
[JsonDerivedType(typeof(CloseDrillOrder), "close drill")]
public abstract record Order
{
    /// <summary>Where it needs secrets from, as keys are referred to: whoever sends it may lend them.</summary>
    [JsonIgnore]
    public virtual IEnumerable<string> Secrets => [];

    /// <summary>Whether carrying it out again after it was cut off half-way leaves what doing it once leaves.</summary>
    [JsonIgnore]
    public virtual bool IsRepeatable => true;
}

/// <summary>Makes a repository if there is nothing at all at its place; never over anything. The report's note says that it was made.</summary>
public sealed record EnsureRepositoryOrder(RepositoryAddress Repository) : Order
{
    [JsonIgnore]
    public override IEnumerable<string> Secrets => [Repository.Key];
}

/// <summary>Takes one consistent copy of a system's data into each of the repositories, and reads back what it added.</summary>
/// <param name="System">The system's name; the data stands under <c>/System</c> in the snapshot.</param>
/// <param name="HostName">The host's name in the plan, which the snapshot carries.</param>
/// <param name="Expected">What the copy is held against; null: nothing is known of the system.</param>
public sealed record CaptureOrder(
    string System,
    string HostName,
    SourceSpec Source,
    IReadOnlyList<RepositoryAddress> Repositories,
    IReadOnlyList<string> Tags,
    Expected? Expected = null) : Order
{
    /// <summary>The tag of a snapshot that is suspect: whoever finds it in a repository does not choose it by itself.</summary>
    public const string SuspectTag = "holdfast:suspect";

    /// <summary>By repository, packs that were found damaged: what they hold is stored again.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Distrusted { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Repositories in which an earlier copy may have written what was never read back: everything that the new copy relies on beyond the last good one is read.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    [JsonIgnore]
    public override IEnumerable<string> Secrets => [.. Repositories.Select(r => r.Key), .. Source.Secrets];
}

/// <summary>Puts a system's data from one recovery point to where <paramref name="Source"/> says it lies.</summary>
/// <param name="Folder">The host's folder; what Holdfast restored is recorded in its <c>.holdfast/restored</c>.</param>
/// <param name="Owner">The user who shall own it all; null: as recorded.</param>
/// <param name="Run">What restores it. Only the same run may restore again over what was restored whole: others find data that is in use.</param>
/// <param name="Drill">Whether what comes back must leave the world outside alone: nothing in it may do its jobs beside production.</param>
public sealed record RestoreOrder(
    string System, RepositoryAddress Repository, string Snapshot, SourceSpec Source, string Folder, string? Owner, string? Run = null, bool Drill = false) : Order
{
    /// <summary>Files and folders of other systems, absolute: where they lie in this one's data they are left as they are.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>Nothing is written: a person put the data back, and from now on no restore replaces it.</summary>
    public bool ByHand { get; init; }

    /// <summary>How long the repository may fail to answer before it is given up; null: as long as stores are waited for.</summary>
    public TimeSpan? Patience { get; init; }

    public const string Setuid = "setuid";
    public const string Devices = "devices";
    public const string Capabilities = "capabilities";

    /// <summary>What the data may hold of what gives power on the host: these words. All else of it is left out and told.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    [JsonIgnore]
    public override IEnumerable<string> Secrets => [Repository.Key, .. Source.Secrets];
}

/// <summary>Starts a program in the background unless it runs already.</summary>
/// <param name="Folder">The host's folder: working directory; records of what runs stand in its <c>.holdfast/services</c>.</param>
/// <param name="Mark">For which step of which run; one that runs already must be this run's.</param>
/// <param name="Ports">What it will listen on. A port that another program has is refused: its answers would pass for the service's.</param>
public sealed record StartServiceOrder(
    string Service,
    string Folder,
    IReadOnlyList<string> Command,
    string? As,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<int>? Ports = null,
    RunMark? Mark = null) : Order;

/// <summary>Ends what a step's command left running when whoever carried the run out was killed; fine when nothing runs. The report's note says what was ended.</summary>
/// <param name="Folder">The host's folder.</param>
public sealed record EndCommandOrder(string Folder, RunMark Mark) : Order;

/// <summary>Ends a program that <see cref="StartServiceOrder"/> started; fine when it does not run.</summary>
/// <param name="Run">Only what this run started; null: whoever started it.</param>
public sealed record StopServiceOrder(string Service, string Folder, string? Run = null) : Order;

/// <summary>Asks which of the services in a host's folder, and which units of the machine, run. Touches nothing.</summary>
/// <param name="Units">Names of units of systemd.</param>
public sealed record LookAtServicesOrder(string Folder, IReadOnlyList<string> Services, IReadOnlyList<string> Units) : Order;

/// <summary>Runs a program to its end. What an earlier try of the same step left running is ended before.</summary>
/// <param name="Mark">For which step of which run; null: none, and nothing is looked for.</param>
public sealed record RunCommandOrder(string Folder, IReadOnlyList<string> Command, string? As, TimeSpan Timeout, RunMark? Mark = null) : Order
{
    /// <summary>Only its author knows what a command does the second time.</summary>
    [JsonIgnore]
    public override bool IsRepeatable => false;
}

/// <summary>Asks until the answer is right or time is over.</summary>
/// <param name="From">Who may answer; null: anyone.</param>
/// <param name="Running">Services that must run when the answer is right; the folder is that of <paramref name="From"/>.</param>
public sealed record CheckOrder(CheckSpec Check, TimeSpan Timeout, Answerers? From = null, IReadOnlyList<string>? Running = null) : Order
{
    /// <summary>
    /// Asked a single time, and whoever answers counts: whether it passes with nothing there, before anything is brought back. One that does
    /// shows nothing when it passes afterwards.
    /// </summary>
    public bool AsControl { get; init; }

    [JsonIgnore]
    public override IEnumerable<string> Secrets => Check is SqlCheckSpec sql ? sql.Source.Secrets : [];
}

/// <summary>Asks whether a host has what recovery will need of it. Touches nothing; repositories are opened, and nothing is written to them.</summary>
/// <param name="Folder">Whose file system must have room.</param>
/// <param name="Programs">By name or path; paths start in the folder.</param>
/// <param name="Units">Of systemd.</param>
/// <param name="Ports">That nothing listens on as long as nothing is recovered.</param>
public sealed record LookAtHostOrder(
    string Folder,
    IReadOnlyList<string> Programs,
    IReadOnlyList<string> Users,
    IReadOnlyList<string> Units,
    IReadOnlyList<int> Ports,
    IReadOnlyList<RepositoryAddress> Repositories) : Order
{
    [JsonIgnore]
    public override IEnumerable<string> Secrets => Repositories.Select(r => r.Key);
}

/// <summary>Makes the host's folder if it is not there, as a drill has its own, so that both find the same.</summary>
public sealed record OpenHostOrder(string Folder) : Order;

/// <summary>Makes the folder that a drill works in; clears what an interrupted drill left. Refuses a folder that is no drill's.</summary>
/// <param name="Walled">What its commands shall not reach; the report's note says why that can't be done here. Null: nothing.</param>
public sealed record OpenDrillOrder(string Folder, Wall? Walled = null) : Order;

/// <summary>Ends what runs in a drill's folder and removes it.</summary>
public sealed record CloseDrillOrder(string Folder) : Order;

/// <summary>Where a repository is, and where the host finds its key: <c>env:NAME</c>, <c>file:PATH</c>, <c>command:...</c>.</summary>
public sealed record RepositoryAddress(string Name, string At, string Key)
{
    /// <summary>How the names of the key files to try first begin, with commas between them; null: any.</summary>
    public string? KeyName { get; init; }

    /// <summary>What the plan says of the machine that ssh reaches it on; null: nothing.</summary>
    public SshWay? Over { get; init; }
}

/// <summary>How a machine is reached over ssh, besides its address.</summary>
/// <param name="HostKey">The only key that is its own; null: what the user who calls ssh knows.</param>
/// <param name="Via">The host over which it is reached; null: directly.</param>
public sealed record SshWay(string? HostKey, string? Via);

/// <summary>For which step of which run something is done; what is started for it carries that in its environment.</summary>
/// <param name="Walled">What it shall not reach; null: it reaches all that its user may.</param>
public sealed record RunMark(string Run, string Step, bool Drill, Wall? Walled = null);

/// <summary>
/// What the programs of a drill shall not reach: they get a mount namespace of their own in which it is empty, or cannot be written to.
/// </summary>
/// <param name="Folder">The drill's own folder, which they do reach.</param>
/// <param name="Hidden">Folders and files, absolute; one that the drill's folder or a kept one lies in is made read-only instead.</param>
/// <param name="Kept">What stays readable.</param>
/// <param name="Containers">Whether the plan has a program in the drill that speaks to a daemon of containers, so that this one stays in reach.</param>
public sealed record Wall(string Folder, IReadOnlyList<string> Hidden, IReadOnlyList<string> Kept, bool Containers);

/// <summary>What a run starts on a host: only that may answer its checks there.</summary>
/// <param name="Folder">The host's folder, with the records of its services.</param>
/// <param name="Run">What its commands start carries its name.</param>
/// <param name="Began">When the run began.</param>
/// <param name="Commands">Whether the run also runs commands there: then a program that began after the run may be theirs.</param>
/// <param name="Anyone">Whether the plan lets others answer this check.</param>
public sealed record Answerers(
    string Folder, string Run, DateTimeOffset Began, IReadOnlyList<string> Services, IReadOnlyList<string> Units, bool Commands, bool Drill, bool Anyone = false)
{
    /// <summary>Which step asks; what its command starts carries that.</summary>
    public string Step { get; init; } = "check";

    /// <summary>What the check's command shall not reach; null: it reaches all that its user may.</summary>
    public Wall? Walled { get; init; }

    /// <summary>Systems whose steps the run carries out there too, and which the one that is checked does not need: what they answer says nothing of it.</summary>
    public IReadOnlyList<Neighbour> Neighbours { get; init; } = [];
}

/// <summary>A system that recovers on the same host.</summary>
/// <param name="Services">What its steps start, in the host's folder.</param>
public sealed record Neighbour(string System, IReadOnlyList<string> Services, IReadOnlyList<string> Units);
