using Holdfast.Agent.Discovery;
using Holdfast.Recovery.Plans;

namespace Holdfast.Cli.Init.Drafts;

/// <summary>What was found, as systems of a plan, and what of it no plan can protect yet.</summary>
/// <param name="NotProtected">A sentence each: what it is, and what to do about it meanwhile.</param>
/// <param name="LeftOut">A sentence each: what became no system because it needs none.</param>
/// <param name="Packages">What a new machine needs installed, by Debian's names.</param>
/// <param name="Units">Services of packages that are switched on here.</param>
internal sealed record Inventory(
    IReadOnlyList<SystemDraft> Systems,
    IReadOnlyList<string> NotProtected,
    IReadOnlyList<string> LeftOut,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Units)
{
    /// <param name="withConfiguration">Whether the machine's configuration can be read, all of it.</param>
    public static Inventory Of(IReadOnlyList<Found> found, bool withConfiguration)
    {
        var names = new PlanNames();
        var folders = FolderCandidates.Of(found);
        var systems = new List<SystemDraft>();
        // People know a service by its name; what belongs to it is called after it. What systemd would not load is no service.
        var units = found.OfType<FoundUnit>().Where(u => u.IsOwn && !u.IsJob && UnitAction.IsName(u.Name))
            .Select(u => (Unit: u, Name: names.Of(Path.GetFileNameWithoutExtension(u.Name), "service"))).ToArray();
        if (withConfiguration)
        {
            systems.Add(new ConfigurationDraft(
                names.Of("configuration", "configuration"), "How this machine is set up: everything under /etc, the files of its services among it."));
        }

        systems.AddRange(folders.Kept.Select(c => new FolderDraft(names.Of(c.Name, "files"), c.What, c.Folder, InsideOf(c.Folder, found))));
        systems.AddRange(found.OfType<FoundPostgreSql>().Where(c => c.IsRunning).Select(c =>
            new PostgreSqlDraft(names.Of($"postgresql {c.Name}", "postgresql"), FoundWords.Of(c), c)));
        systems.AddRange(found.OfType<FoundSqlite>().Select(d =>
            new SqliteDraft(names.Of(Path.GetFileNameWithoutExtension(d.File), "database", " database"), FoundWords.Of(d), d)));
        // A cluster is copied and restored whole: what lies in its folder is its own, whatever it looks like.
        var clusters = systems.OfType<PostgreSqlDraft>().Select(c => c.Place).ToArray();
        var within = systems.Where(s => s.Place is { } place && clusters.Any(cluster => place != cluster && Paths.IsIn(place, cluster))).ToArray();
        systems.RemoveAll(within.Contains);
        for (var i = 0; i < systems.Count; i++)
        {
            // A database in a folder is put into the folder when that is back, or the folder would not be empty for its own.
            if (systems[i] is SqliteDraft or PostgreSqlDraft)
            {
                systems[i] = systems[i] with { Needs = [.. systems.OfType<FolderDraft>().Where(f => Paths.IsIn(systems[i].Place!, f.Folder)).Select(f => f.Name)] };
            }
        }

        var data = systems.ToArray();
        systems.AddRange(units.Select(u => new UnitDraft(u.Name, FoundWords.Of(u.Unit), u.Unit.Name) { Needs = NeedsOf(u.Unit, data) }));
        return new(
            systems,
            [.. Unprotected.Of(found, place => systems.Any(s => s.Place is { } copied && Paths.IsIn(place, copied)))],
            [.. folders.LeftOut, .. within.Select(s => $"{s.Place}: it lies in the folder of a PostgreSQL cluster, which is copied whole.")],
            PackagesOf(found),
            [.. found.OfType<FoundUnit>().Where(u => !u.IsOwn).Select(u => u.Name)]);
    }

    /// <summary>Without what would copy the copies: a share that they are written to is no data of its own.</summary>
    /// <param name="ownPlaces">Folders that Holdfast itself writes in.</param>
    public Inventory Without(IEnumerable<string> ownPlaces)
    {
        var gone = Systems.Where(s => s.Place is { } place && ownPlaces.Any(own => Paths.IsIn(place, own))).ToArray();
        var names = gone.Select(s => s.Name).ToHashSet();
        return this with
        {
            Systems = [.. Systems.Where(s => !names.Contains(s.Name)).Select(s => s with { Needs = [.. s.Needs.Where(n => !names.Contains(n))] })],
            LeftOut = [.. LeftOut, .. gone.Select(s => $"{s.Place}: Holdfast writes its own there.")],
        };
    }

    private static string[] InsideOf(string folder, IReadOnlyList<Found> found) =>
    [
        .. found.SelectMany(f => f switch
        {
            // With what SQLite keeps beside a file that is in use.
            FoundSqlite { File: var file } => [file, file + "-wal", file + "-shm", file + "-journal"],
            FoundPostgreSql p => [p.Folder],
            FoundMariaDb m => [m.Folder],
            _ => Array.Empty<string>(),
        }).Where(place => Paths.IsIn(place, folder)),
    ];

    // The unit's own file is among the configuration.
    private static string[] NeedsOf(FoundUnit unit, SystemDraft[] data) =>
        [.. data.Where(s => s is ConfigurationDraft || (s is PostgreSqlDraft p && unit.After.Any(a => Names(a, p)))
            || unit.Folders.Any(f => Paths.IsIn(s.Place!, f) || Paths.IsIn(f, s.Place!))).Select(s => s.Name)];

    // Debian: "postgresql.service" is all clusters, "postgresql@15-main.service" one.
    private static bool Names(string unit, PostgreSqlDraft system) =>
        unit is "postgresql.service" or "postgresql" || unit == $"postgresql@{system.Cluster.Version}-{system.Cluster.Name}.service";

    private static string[] PackagesOf(IReadOnlyList<Found> found) =>
    [
        .. found.Select(f => f switch
        {
            FoundPostgreSql { Version.Length: > 0 } p => $"postgresql-{p.Version}",
            FoundSite { Server: "apache" } => "apache2",
            FoundSite site => site.Server,
            FoundShare { Service: "Samba" } => "samba",
            FoundShare => "nfs-kernel-server",
            FoundMariaDb => "mariadb-server",
            _ => "",
        }).Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal),
    ];
}
